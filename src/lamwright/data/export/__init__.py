"""Recorded episodes in the forms that others read.

select.py        which episodes: the split, successes or failures
conversation.py  an episode as a conversation: OpenAI's messages, ShareGPT's conversations
parquet.py       a row a step, as `datasets` loads it
whole.py         files and folders that appear only when they are complete
formats.py       a run folder in, the file or folder with its data card out
"""
