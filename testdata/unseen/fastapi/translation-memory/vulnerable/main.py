import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from memory import memory
from tmx import imports


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(os.environ["TM_DATABASE_URL"], max_size=8)
    yield
    await app.state.pool.close()


app = FastAPI(title="Translation memory", lifespan=lifespan)
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["X-TM-Key", "Content-Type"],
)
app.include_router(memory)
app.include_router(imports)


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}
