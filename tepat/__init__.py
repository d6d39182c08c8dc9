"""Tepat Alamat: sends each report to SP4N-LAPOR! to the right address."""
