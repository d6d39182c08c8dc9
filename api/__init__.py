"""What people and programs see: FastAPI, JSON and pages. It stores reports and verdicts; a flow routes."""
