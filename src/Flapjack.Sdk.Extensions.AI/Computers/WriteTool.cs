using System.Globalization;
using System.Text.Json.Nodes;

namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>
/// Writes a text file: into a file beside it, which then takes its place. So a reader sees the old text or the new text, and a failure leaves the old.
/// </summary>
internal sealed class WriteTool(ScriptRunner scripts, ComputerToolsOptions options)
{
    // As base64 it is 80,000 characters of a command, which may have 131,071.
    private const int PartLength = 60_000;

    public async Task<JsonObject> WriteAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var path = arguments.Required("path");
        var content = ShellText.BytesOf(
            arguments.Text("content") ?? throw new ToolRefusal("content is required; it may be empty. Nothing was done."), "content");
        if (content.Length > options.MaxWriteBytes)
        {
            throw new ToolRefusal($"content has {content.Length} bytes, and at most {options.MaxWriteBytes} are allowed. Nothing was done. Write several files, or make the file with a command.");
        }

        var part = new FilePart(path, $".{ScriptRunner.NewMark()}", content);
        try
        {
            while (true)
            {
                var said = await scripts.RunAsync(part.Script(PartLength), path, cancellationToken).ConfigureAwait(false);
                PathFaults.ThrowIfFailed(said, path);
                if (part.IsLast(PartLength))
                {
                    return new() { ["path"] = path, ["bytes"] = content.Length, ["replaced"] = said.Has("replaced") };
                }

                part = part with { Offset = part.Offset + PartLength };
            }
        }
        catch (Exception) when (part.Offset > 0)
        {
            await scripts.TryAsync(part.Removal, path).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A part of the file, from an offset on.</summary>
    private sealed record FilePart(string Path, string TemporaryName, byte[] Content)
    {
        public int Offset { get; init; }

        /// <summary>Removes what earlier parts have written.</summary>
        public string Removal => $"{Target}\nrm -f -- \"$t\"";

        // The path always holds a slash, because a relative path begins with ./
        private string Target => $$"""
            p={{ShellText.PathOf(Path)}}
            if [ -L "$p" ]; then
              q=$(readlink -f -- "$p"; printf x); q=${q%x}; q=${q%$'\n'}
              [ -z "$q" ] || p=$q
            fi
            t="${p%/*}/{{TemporaryName}}"
            """;

        public bool IsLast(int length) => Offset + length >= Content.Length;

        public string Script(int length) => string.Create(CultureInfo.InvariantCulture, $$"""
            kept=
            {{Target}}
            trap '[ -n "$kept" ] || rm -f -- "$t"' EXIT
            case $p in */) fail folder;; esac
            [ ! -d "$p" ] || fail folder
            [ ! -L "$p" ] || fail dangling
            [ ! -e "$p" ] || [ -f "$p" ] || fail special
            [ ! -e "$p" ] || [ -w "$p" ] || fail denied
            {{(Offset == 0 ? "mkdir -p -- \"${p%/*}/\" && : > \"$t\" || fail disk" : "")}}
            [ "$(( $(wc -c < "$t") ))" -eq {{Offset}} ] || fail changed
            printf %s '{{Convert.ToBase64String(Content, Offset, Math.Min(length, Content.Length - Offset))}}' | base64 -d >> "$t" || fail disk
            {{(IsLast(length) ? Ending : "kept=1")}}
            """);

        // The new file has the permissions of the old, so that a program stays a program.
        private string Ending => string.Create(CultureInfo.InvariantCulture, $$"""
            [ "$(( $(wc -c < "$t") ))" -eq {{Content.Length}} ] || fail changed
            if [ -e "$p" ]; then
              m=$(stat -c %a -- "$p" 2>/dev/null || stat -f %Lp -- "$p" 2>/dev/null) && chmod "$m" "$t"
              old=1
            fi
            mv -f -- "$t" "$p" || fail disk
            kept=1
            [ -z "$old" ] || say replaced
            """);
    }
}
