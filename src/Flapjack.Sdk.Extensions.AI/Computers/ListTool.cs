using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>Lists a folder.</summary>
internal sealed class ListTool(ScriptRunner scripts, ComputerToolsOptions options)
{
    private const int MaxDepth = 20;

    public async Task<JsonObject> ListAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var path = arguments.Text("path") is { } named && !string.IsNullOrWhiteSpace(named) ? named : ".";
        var said = await scripts.RunAsync(Script(path, arguments.Number("depth", MaxDepth) ?? 1), path, cancellationToken).ConfigureAwait(false);
        PathFaults.ThrowIfFailed(said, path);
        var found = Encoding.UTF8.GetString(said.Data("data")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var result = new JsonObject { ["path"] = path, ["files"] = new JsonArray([.. found.Take(options.MaxListedFiles).Select(Entry)]) };
        if (found.Length > options.MaxListedFiles)
        {
            result["note"] = $"These are the first {options.MaxListedFiles} by name; there are more. List a folder in it, or use a command such as find.";
        }

        if (said.Rest("found") != "0")
        {
            result["error"] = $"Some of it could not be listed. {said.Complaint}";
        }

        return result;
    }

    // `find` fails for a folder that it may not look into, and has listed the others.
    private string Script(string path, int depth) => string.Create(CultureInfo.InvariantCulture, $$"""
        p={{ShellText.PathOf(path)}}
        [ -e "$p" ] || { [ -L "$p" ] && fail dangling; fail missing; }
        [ -d "$p" ] || fail file
        [ -r "$p" ] && [ -x "$p" ] || fail denied
        say data
        find -H "$p" -mindepth 1 -maxdepth {{depth}} -printf '%P/%y/%s\0' | LC_ALL=C sort -z | head -z -n {{options.MaxListedFiles + 1L}} | base64
        status=("${PIPESTATUS[@]}")
        say found "${status[0]/141/0}"
        say status "${status[*]:1}"
        """);

    /// <summary>An entry that <c>find</c> printed as its path, its type and its size, with slashes between them.</summary>
    private static JsonNode? Entry(string printed)
    {
        var fields = printed.Split('/');
        var entry = new JsonObject { ["name"] = string.Join('/', fields[..^2]), ["type"] = TypeOf(fields[^2]) };
        if (fields[^2] == "f")
        {
            entry["size"] = long.Parse(fields[^1], CultureInfo.InvariantCulture);
        }

        return entry;
    }

    private static string TypeOf(string letter) => letter switch
    {
        "f" => "file",
        "d" => "folder",
        "l" => "link",
        _ => "other",
    };
}
