"""Verbs about the model: predict, evaluate, train."""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from complaints.numerals import numeral
from tepat.failing import report_failures
from tepat.settings import Settings
from tepat.wording import Language, say


def add_model_verbs(app: typer.Typer, language: Language) -> None:
    """Add them, with help in this language."""
    _add_predict(app, language)
    _add_evaluate(app, language)
    _add_train(app, language)
    _add_train_encoder(app, language)


def _add_predict(app: typer.Typer, language: Language) -> None:
    @app.command(help=say(language, "predict"))
    def predict(
        text: Annotated[str | None, typer.Argument(help=say(language, "predict.text"))] = None,
        explain: Annotated[bool, typer.Option("--explain", help=say(language, "predict.explain"))] = False,
    ) -> None:
        from tepat.explaining import explain_text
        from tepat.predicting import BadLine, predict_lines, predict_text

        settings = Settings()
        bad = False
        if explain and text is None:
            typer.echo(say(language, "predict.explain_one"), err=True)
            raise typer.Exit(2)
        with report_failures(settings):
            if explain and text is not None:
                explain_text(settings, text, Console(), language)
                return
            if text is not None:
                typer.echo(json.dumps(predict_text(settings, text), ensure_ascii=False))
                return
            for item in predict_lines(settings, sys.stdin):
                if isinstance(item, BadLine):
                    bad = True
                    typer.echo(say(language, "predict.bad_line", line=item.line, reason=item.reason), err=True)
                answer = item.answer() if isinstance(item, BadLine) else item
                typer.echo(json.dumps(answer, ensure_ascii=False))
        raise typer.Exit(1 if bad else 0)


def _add_evaluate(app: typer.Typer, language: Language) -> None:
    @app.command(help=say(language, "evaluate"))
    def evaluate(
        file: Annotated[Path, typer.Argument(help=say(language, "evaluate.file"))],
        as_json: Annotated[bool, typer.Option("--json", help=say(language, "evaluate.json"))] = False,
        split: Annotated[str, typer.Option(help=say(language, "evaluate.split"))] = "",
    ) -> None:
        from tepat.measuring import evaluate_file
        from tepat.tables import print_evaluation

        settings = Settings()
        if not file.is_file():
            typer.echo(say(language, "error.file", path=file), err=True)
            raise typer.Exit(2)
        with report_failures(settings):
            evaluation = evaluate_file(settings, file, split=split)
            if as_json:
                typer.echo(json.dumps(evaluation.to_dict(), ensure_ascii=False))
            else:
                print_evaluation(Console(), language, evaluation)


def _add_train(app: typer.Typer, language: Language) -> None:
    @app.command(help=say(language, "train"))
    def train(
        *,
        data: Annotated[Path | None, typer.Option(help=say(language, "train.data"))] = None,
        taxonomy: Annotated[Path | None, typer.Option(help=say(language, "train.taxonomy"))] = None,
        text_column: Annotated[str, typer.Option(help=say(language, "train.text"))] = "isi",
        label_column: Annotated[str, typer.Option(help=say(language, "train.label"))] = "category",
        time_column: Annotated[str, typer.Option(help=say(language, "train.time"))] = "",
        encoder: Annotated[str, typer.Option(help=say(language, "train.encoder"))] = "",
        tuning: Annotated[bool, typer.Option("--encoder-tuning", help=say(language, "train.tuning"))] = False,
        out: Annotated[Path | None, typer.Option(help=say(language, "train.out"))] = None,
        keep_current: Annotated[bool, typer.Option("--keep-current", help=say(language, "train.keep"))] = False,
    ) -> None:
        from classifier.rows import Columns
        from tepat.promising import terms_of
        from tepat.tables import print_evaluation
        from tepat.training import Job, run_job, tell_contests

        settings = Settings()
        started = time.monotonic()
        columns = Columns(text=text_column, label=label_column, time=time_column)
        job = Job(
            data=data,
            taxonomy=taxonomy,
            columns=columns,
            out=out or settings.models,
            keep_current=keep_current,
            encoder=encoder,
            tuning=tuning,
        )
        for path in (data, taxonomy):
            if path is not None and not path.is_file():
                typer.echo(say(language, "error.file", path=path), err=True)
                raise typer.Exit(2)
        with report_failures(settings):
            job = replace(job, terms=terms_of(settings))
            done = run_job(settings, job, Console(stderr=True))
            print_evaluation(Console(), language, replace(done.trained.held_out, model=done.trained.version))
        for line in tell_contests(done.trained.contests, language):
            typer.echo(line)
        if not done.current:
            typer.echo(say(language, "train.not_current", folder=done.trained.folder))
        seconds = time.monotonic() - started
        typer.echo(
            say(language, "train.done", version=done.trained.version, seconds=numeral(seconds, ",.0f", language))
        )


def _add_train_encoder(app: typer.Typer, language: Language) -> None:
    @app.command("train-encoder", help=say(language, "train_encoder"))
    def train_encoder(
        *,
        out: Annotated[Path, typer.Option(help=say(language, "train_encoder.out"))],
        data: Annotated[Path | None, typer.Option(help=say(language, "train.data"))] = None,
        taxonomy: Annotated[Path | None, typer.Option(help=say(language, "train.taxonomy"))] = None,
        text_column: Annotated[str, typer.Option(help=say(language, "train.text"))] = "isi",
        label_column: Annotated[str, typer.Option(help=say(language, "train.label"))] = "category",
    ) -> None:
        from classifier.rows import Columns
        from tepat.encoding import encode_job

        settings = Settings()
        for path in (data, taxonomy):
            if path is not None and not path.is_file():
                typer.echo(say(language, "error.file", path=path), err=True)
                raise typer.Exit(2)
        with report_failures(settings):
            pairs = encode_job(settings, data, Columns(text=text_column, label=label_column), taxonomy, out)
        typer.echo(say(language, "train_encoder.done", pairs=pairs, folder=out))
