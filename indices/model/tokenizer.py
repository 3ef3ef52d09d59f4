"""Builds the XLM-R tokenizer (SentencePiece Unigram) of the default model from its pieces."""

from __future__ import annotations

from collections.abc import Sequence

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

SPECIAL = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>", "mask_token": "<mask>"}


def tokenizer(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """A tokenizer that gives <s> pieces </s>; ids are positions in `pieces`."""
    names = [piece for piece, _ in pieces]
    built = Tokenizer(models.Unigram([(piece, score) for piece, score in pieces], unk_id=names.index("<unk>"), byte_fallback=False))
    built.normalizer = _normalizer()
    built.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    built.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    ends = [(mark, names.index(mark)) for mark in ("<s>", "</s>")]
    built.post_processor = processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=ends)
    built.add_special_tokens([AddedToken(mark, special=True, normalized=False) for mark in SPECIAL.values()])
    return built


def _normalizer() -> normalizers.Normalizer:
    """SentencePiece's nmt_nfkc in library rules, after NFC.

    Compared with the package's own map over all of Unicode it differs at two code points (U+FF5E, U+1F23B), neither of
    which a Vietnamese text needs.
    """
    return normalizers.Sequence(
        [
            normalizers.NFC(),
            normalizers.Nmt(),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(),
        ]
    )
