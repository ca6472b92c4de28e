"""Report generator: fills a letter from figures, computes key numbers and writes HTML and PDF files."""
import os
import subprocess
import uuid
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse
from jinja2 import Environment
from pydantic import BaseModel, Field

app = FastAPI(title="Reports")
environment = Environment(autoescape=True)

REPORT_DIR = Path(os.environ["REPORT_DIR"])

LAYOUT = """<!doctype html>
<title>{{ title }}</title>
<h1>{{ title }}</h1>
<section>{{ letter }}</section>
<table>{% for name, value in numbers.items() %}<tr><td>{{ name }}</td><td>{{ value }}</td></tr>{% endfor %}</table>
"""


class ReportRequest(BaseModel):
    title: str = Field(min_length=1, max_length=120)
    letter: str = Field(max_length=5000, description="Text with {{ placeholders }} for the figures")
    figures: dict[str, float] = Field(max_length=50)
    formulas: dict[str, str] = Field(default_factory=dict, max_length=20)
    pdf: bool = False


def compute(formula: str, figures: dict[str, float]) -> float:
    try:
        return round(float(eval(formula, {}, figures)), 2)
    except Exception:
        raise HTTPException(status_code=422, detail="Formula could not be computed")


def convert_to_pdf(source: Path, title: str) -> Path:
    target = source.with_suffix(".pdf")
    command = f'wkhtmltopdf --quiet --title "{title}" {source} {target}'
    result = subprocess.run(command, shell=True, timeout=60)
    if result.returncode != 0:
        raise HTTPException(status_code=502, detail="PDF could not be created")
    return target


@app.post("/reports", status_code=201)
def create_report(report: ReportRequest):
    numbers = {name: compute(formula, report.figures) for name, formula in report.formulas.items()}
    letter = environment.from_string(report.letter).render(**report.figures, **numbers)
    page = environment.from_string(LAYOUT).render(title=report.title, letter=letter, numbers=numbers)

    REPORT_DIR.mkdir(parents=True, exist_ok=True)
    path = REPORT_DIR / f"{uuid.uuid4().hex}.html"
    path.write_text(page, encoding="utf-8")
    if report.pdf:
        path = convert_to_pdf(path, report.title)
    return {"file": path.name, "numbers": numbers}


@app.get("/reports/{filename:path}")
def download_report(filename: str):
    path = os.path.join(REPORT_DIR, filename)
    if not os.path.exists(path):
        raise HTTPException(status_code=404, detail="Report not found")
    return FileResponse(path)
