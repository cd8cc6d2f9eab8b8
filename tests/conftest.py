"""What several test files share: one real Writer for all of them."""

from collections.abc import Iterator

import pytest

from lamwright.environments.writer.environment import WriterEnvironment


@pytest.fixture(scope="session")
def writer() -> Iterator[WriterEnvironment]:
    """A running Writer. Each test resets it to the document that it needs."""
    with WriterEnvironment() as environment:
        yield environment
