"""Report generator: fills a letter from figures, computes key numbers and writes HTML and PDF files."""
import hashlib
import os
import re
import subprocess
import uuid
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, HTTPException
from fastapi import Path as PathParam
from fastapi.responses import FileResponse
from jinja2 import Environment, FileSystemLoader
from pydantic import BaseModel, Field, StringConstraints

from formulas import evaluate
from security import Author

app = FastAPI(title="Reports")
environment = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)

REPORT_DIR = Path(os.environ["REPORT_DIR"])
PLACEHOLDER = re.compile(r"\{\{ (\w{1,40}) \}\}")

Formula = Annotated[str, StringConstraints(max_length=200)]


class ReportRequest(BaseModel):
    title: str = Field(min_length=1, max_length=120)
    letter: str = Field(max_length=5000, description="Text with {{ placeholders }} for the figures")
    figures: dict[str, float] = Field(max_length=50)
    formulas: dict[str, Formula] = Field(default_factory=dict, max_length=20)
    pdf: bool = False


def fill(letter: str, values: dict[str, float]) -> str:
    return PLACEHOLDER.sub(lambda match: str(values.get(match.group(1), match.group(0))), letter)


def folder_of(author: str) -> Path:
    return REPORT_DIR / hashlib.sha256(author.encode()).hexdigest()[:24]


def convert_to_pdf(source: Path) -> Path:
    target = source.with_suffix(".pdf")
    command = ["wkhtmltopdf", "--quiet", "--disable-local-file-access", str(source), str(target)]
    if subprocess.run(command, timeout=60).returncode != 0:
        raise HTTPException(status_code=502, detail="PDF could not be created")
    return target


@app.post("/reports", status_code=201)
def create_report(report: ReportRequest, author: Author):
    try:
        numbers = {name: evaluate(formula, report.figures) for name, formula in report.formulas.items()}
    except ValueError:
        raise HTTPException(status_code=422, detail="Formula could not be computed")
    letter = fill(report.letter, {**report.figures, **numbers})
    page = environment.get_template("report.html").render(title=report.title, letter=letter, numbers=numbers)

    folder = folder_of(author)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4().hex}.html"
    path.write_text(page, encoding="utf-8")
    if report.pdf:
        path = convert_to_pdf(path)
    return {"file": path.name, "numbers": numbers}


@app.get("/reports/{filename}")
def download_report(filename: Annotated[str, PathParam(pattern=r"^[0-9a-f]{32}\.(html|pdf)$")], author: Author):
    path = folder_of(author) / filename
    if not path.is_file():
        raise HTTPException(status_code=404, detail="Report not found")
    return FileResponse(path)
