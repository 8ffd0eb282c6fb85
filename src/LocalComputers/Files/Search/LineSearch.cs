using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Files.Search;

/// <summary>Searches files line by line. A file is read in blocks, and a line that is longer than a block is searched in pieces that overlap.</summary>
internal sealed class LineSearch(LinePattern pattern)
{
    /// <summary>How many characters of a line are told.</summary>
    public const int LongestText = 2_000;

    private const int BlockSize = 256 * 1024;
    private const int Overlap = 4 * 1024;
    private const int Before = 200;

    private readonly byte[] _bytes = new byte[BlockSize];
    private readonly char[] _chars = new char[Encoding.UTF8.GetMaxCharCount(BlockSize)];

    /// <summary>The lines of a file that hold what is looked for. A file with a zero byte in its beginning is no text, and has none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public IEnumerable<(long Number, string Text)> LinesOf(SafeFileHandle file, CancellationToken cancellationToken)
    {
        var (position, number, held, isTold) = (0L, 1L, 0, false);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = RandomAccess.Read(file, _bytes.AsSpan(held), position);
            if (position == 0 && _bytes.AsSpan(0, count).Contains((byte)0))
            {
                yield break;
            }

            position += count;
            var (start, end) = (0, held + count);
            while (_bytes.AsSpan(start, end - start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                if (!isTold && TextOf(start, length) is { } text)
                {
                    yield return (number, text);
                }

                (start, number, isTold) = (start + length + 1, number + 1, false);
            }

            // What is left is the beginning of a line, its last piece, or as much of it as a block holds.
            held = end - start;
            if (count == 0 || held == BlockSize)
            {
                if (!isTold && held > 0 && TextOf(start, held) is { } text)
                {
                    isTold = true;
                    yield return (number, text);
                }

                if (count == 0)
                {
                    yield break;
                }

                (start, held) = (end - Overlap, Overlap);
            }

            _bytes.AsSpan(start, held).CopyTo(_bytes);
        }
    }

    /// <summary>The text of a line that holds what is looked for; else null.</summary>
    private string? TextOf(int start, int length)
    {
        var bytes = _bytes.AsSpan(start, length);
        if (!pattern.MayBeIn(bytes))
        {
            return null;
        }

        bytes = bytes is [.. var line, (byte)'\r'] ? line : bytes;
        var text = _chars.AsSpan(0, Encoding.UTF8.GetChars(bytes, _chars));
        var at = pattern.IndexIn(text);
        return at < 0 ? null : Part(text, at);
    }

    private static string Part(ReadOnlySpan<char> text, int at)
    {
        if (text.Length <= LongestText)
        {
            return text.ToString();
        }

        var start = at < LongestText - Before ? 0 : at - Before;
        var part = text.Slice(start, Math.Min(LongestText, text.Length - start));
        // A character of two halves is told whole or not at all.
        part = char.IsLowSurrogate(part[0]) ? part[1..] : part;
        return (char.IsHighSurrogate(part[^1]) ? part[..^1] : part).ToString();
    }
}
