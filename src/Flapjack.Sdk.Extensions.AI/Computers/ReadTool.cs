using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>Reads a text file, or lines of it.</summary>
internal sealed class ReadTool(ScriptRunner scripts, ComputerToolsOptions options)
{
    public async Task<JsonObject> ReadAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var path = arguments.Required("path");
        var first = arguments.Number("firstLine", int.MaxValue) ?? 1;
        var said = await scripts.RunAsync(Script(path, first, arguments.Number("lineCount", int.MaxValue)), path, cancellationToken).ConfigureAwait(false);
        PathFaults.ThrowIfFailed(said, path);
        var (size, lines, read) = (said.Number("size"), said.Number("lines"), said.Data("data"));
        var kept = Keep(read);
        if (read.AsSpan(0, kept).Contains((byte)0) || !Utf8.IsValid(read.AsSpan(0, kept)))
        {
            throw new ToolRefusal($"'{path}' is no text in UTF-8: it is binary, and has {size} bytes. Look at it with a command, for example with file, xxd or base64.");
        }

        var text = Encoding.UTF8.GetString(read, 0, kept);
        var result = new JsonObject { ["path"] = path, ["size"] = size, ["content"] = text };
        if (Note(text, first, lines, isCut: kept < read.Length, isWhole: kept == size) is { } note)
        {
            result["note"] = note;
        }

        return result;
    }

    private string Script(string path, int first, int? count)
    {
        var some = count is { } lines ? $"head -n {lines} | " : "";
        return string.Create(CultureInfo.InvariantCulture, $$"""
            p={{ShellText.PathOf(path)}}
            [ -d "$p" ] && fail folder
            [ -e "$p" ] || { [ -L "$p" ] && fail dangling; fail missing; }
            [ -f "$p" ] || fail special
            [ -r "$p" ] || fail denied
            say size $(wc -c < "$p")
            say lines $(wc -l < "$p")
            say data
            tail -n +{{first}} -- "$p" | {{some}}head -c {{options.MaxReadBytes + 4L}} | base64
            say status "${PIPESTATUS[*]}"
            """);
    }

    /// <summary>How many of the bytes are told: whole lines, as far as they fit, or the part of a long line that fits.</summary>
    private int Keep(byte[] read)
    {
        if (read.Length <= options.MaxReadBytes)
        {
            return read.Length;
        }

        var fits = read.AsSpan(0, options.MaxReadBytes);
        var line = fits.LastIndexOf((byte)'\n') + 1;
        return line > 0 ? line : fits.Length - IncompleteTail(fits);
    }

    /// <summary>How many bytes at the end are the beginning of a character.</summary>
    private static int IncompleteTail(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= Math.Min(3, text.Length); back++)
        {
            var value = text[^back];
            if (value >= 0xC0)
            {
                return back < (value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2) ? back : 0;
            }
        }

        return 0;
    }

    private static string? Note(string text, int first, long lines, bool isCut, bool isWhole)
    {
        var ended = text.AsSpan().Count('\n');
        if (isWhole)
        {
            return null;
        }

        if (text.Length == 0)
        {
            return $"There is nothing from line {first} on: the file has {lines} line ends.";
        }

        if (isCut && ended == 0)
        {
            return $"This is only the beginning of line {first}, which is too long. Read the rest of it with a command, for example with cut -c or tail -c.";
        }

        var last = first + ended - (text[^1] == '\n' ? 1 : 0);
        return $"These are the lines {first} to {last} of {Math.Max(lines, last)}.{(last < lines ? $" Read on with firstLine {last + 1}." : "")}";
    }
}
