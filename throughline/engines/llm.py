"""A language model reads scenes: any OpenAI-compatible server, structured answers, every element quoted.

The base URL and the model come from film.toml; the key from the environment variable THROUGHLINE_LLM_KEY alone, and
it is in no key of the build, no file and no message.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from throughline.engines.contracts import (
    EngineCrashed,
    EngineIdentity,
    EngineTimeout,
    NotConfigured,
    ReadResult,
    RequestRefused,
    SceneText,
)
from throughline.engines.llm_cost import ATTEMPTS, answer_tokens
from throughline.film.reader import LlmSection

KEY = "THROUGHLINE_LLM_KEY"
PROMPT = 1
"""Counted up when what the model is told changes, so that scenes are read again."""
TIMEOUT = 180.0
_LOCAL = ("localhost",)


class LlmReader:
    """Reads scenes with the model of ``section``; ``timeout`` is in seconds for the whole of a reading."""

    def __init__(self, section: LlmSection | None = None, timeout: float = TIMEOUT):
        self._section = section or LlmSection()
        self._timeout = timeout

    @property
    def identity(self) -> EngineIdentity:
        """Who reads: the model at its server.

        Raises:
            NotConfigured: no server or model is set, the package or the key is missing; how to get it.
        """
        base, model = self._configured()
        return EngineIdentity(name="llm", version=f"{model} at {base} (prompt {PROMPT})")

    def read(self, text: SceneText, seed: int, used: Callable[[int, int], None]) -> ReadResult:
        """What the model finds in a scene, as far as it stands in the scene.

        Raises:
            NotConfigured: as ``identity``, or the server takes no such key or has no such model.
            EngineTimeout: no answer in time. RequestRefused: the server refuses. EngineCrashed: no server, no answer
            of the right shape.
        """
        base, model = self._configured()
        from openai import AsyncOpenAI
        from pydantic_ai import Agent, ModelSettings, NativeOutput, RunUsage, UsageLimits
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.openai import OpenAIProvider

        from throughline.engines.llm_schema import INSTRUCTIONS, Sheet, asked, believed

        usage = RunUsage()

        async def ask() -> Any:
            key = os.environ.get(KEY) or "none"
            async with AsyncOpenAI(base_url=base, api_key=key, max_retries=0, timeout=self._timeout) as client:
                agent = Agent(OpenAIChatModel(model, provider=OpenAIProvider(openai_client=client)),
                              output_type=NativeOutput(Sheet, strict=True), instructions=INSTRUCTIONS,
                              retries=ATTEMPTS - 1)
                settings = ModelSettings(temperature=0.0, seed=seed,
                                         max_tokens=answer_tokens(text, self._section))
                done = await asyncio.wait_for(
                    agent.run(asked(text), model_settings=settings, usage=usage,
                              usage_limits=UsageLimits(request_limit=ATTEMPTS)), self._timeout)
                return done.output

        try:
            return believed(asyncio.run(ask()), text)
        except Exception as error:
            raise self._said(error, base, model) from error
        finally:
            used(usage.input_tokens or 0, usage.output_tokens or 0)

    def _configured(self) -> tuple[str, str]:
        """The base URL and the model."""
        section = self._section
        if not section.base_url or not section.model:
            raise NotConfigured('no language model is set; in film.toml write [llm] base_url = "http://127.0.0.1:11434/v1"'
                                f' and model = "NAME", and the key in the environment variable {KEY}')
        parts = urlsplit(section.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
            raise NotConfigured('[llm] base_url is no server\'s address without a name and password; write it as '
                                '"https://HOST/v1"')
        if find_spec("pydantic_ai") is None or find_spec("openai") is None:
            raise NotConfigured("the package for language models is missing; run: pip install 'throughline[llm]'")
        if not os.environ.get(KEY) and not _own(parts.hostname):
            raise NotConfigured(f"no key for {parts.hostname}; set the environment variable {KEY}")
        return section.base_url, section.model

    def _said(self, error: Exception, base: str, model: str) -> Exception:
        """The error as an engine's, in one line without what was sent."""
        from pydantic_ai.exceptions import ModelAPIError, ModelHTTPError, UnexpectedModelBehavior, UsageLimitExceeded

        host = urlsplit(base).netloc
        cause = type(error.__cause__).__name__
        if isinstance(error, TimeoutError) or cause == "APITimeoutError":
            return EngineTimeout(f"{model} at {host} gave no answer within {self._timeout:g} s")
        if isinstance(error, ModelHTTPError):
            if error.status_code in (401, 403):
                return NotConfigured(f"{host} does not take the key in {KEY}")
            if error.status_code == 404:
                return NotConfigured(f"{host} has no model {model} (404); look at [llm] base_url and model")
            return RequestRefused(f"{model} at {host} answered with status {error.status_code}")
        if isinstance(error, ModelAPIError):
            return EngineCrashed(f"no language model answers at {host}; is the server running?")
        if isinstance(error, UnexpectedModelBehavior | UsageLimitExceeded):
            return EngineCrashed(f"{model} at {host} gave no answer of the right shape in {ATTEMPTS} attempts")
        return EngineCrashed(f"{model} at {host}: {type(error).__name__}")


def _own(host: str) -> bool:
    """Whether the server is in the house, where most ask for no key."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host in _LOCAL or host.endswith(".local")
