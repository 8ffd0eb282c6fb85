using System.CommandLine;
using System.Text.Json;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;

namespace Flapjack.Cli.Commands;

/// <summary>Calls any endpoint.</summary>
internal sealed class ApiCommand : ToolCommand
{
    private readonly ToolContext _context;
    private readonly Argument<string> _method = new("method") { Description = "GET, POST, PUT, PATCH or DELETE." };
    private readonly Argument<string> _path = new("path") { Description = "The path and its query; it begins with /api/." };
    private readonly Option<string?> _input = new("--input") { Description = "A file with the JSON body; - for the standard input.", HelpName = "FILE" };

    public ApiCommand(ToolContext context)
        : base(
            "api",
            "Calls any endpoint of the API with your key, and writes the answer's body as it came.",
            "flapjack api GET /api/agents",
            "echo '{\"name\":\"demo\"}' | flapjack api POST /api/agents --input -")
    {
        _context = context;
        Add(_method);
        Add(_path);
        Add(_input);
        _method.CompletionSources.Add("GET", "POST", "PUT", "PATCH", "DELETE");
        context.AddServiceOptions(this);
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var method = MethodOf(parse.GetRequiredValue(_method));
        JsonElement? body = parse.GetValue(_input) is { } file ? JsonOf(await TextFiles.ReadAsync(file, _context.Terminal).ConfigureAwait(false), file) : null;
        using var client = _context.CreateClient(parse);
        var answer = await client.SendRawAsync(method, parse.GetRequiredValue(_path), body, _context.Stopping).ConfigureAwait(false);
        _context.Terminal.Out.Write(answer.Text);
        if (_context.Terminal.OutputIsTerminal && answer.Text.Length > 0 && !answer.Text.EndsWith('\n'))
        {
            _context.Terminal.Out.WriteLine();
        }

        return ExitCodes.Success;
    }

    private static HttpMethod MethodOf(string name) => name.Length > 0 && name.All(char.IsAsciiLetter)
        ? new(name.ToUpperInvariant())
        : throw ToolException.Usage($"'{Paper.Plain(name)}' is no method. Use GET, POST, PUT, PATCH or DELETE.");

    private static JsonElement JsonOf(byte[] body, string file)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException e)
        {
            throw ToolException.Usage($"The body from {(file == TextFiles.StandardInput ? "the standard input" : $"'{Paper.Plain(file)}'")} is no JSON: {e.Message}");
        }
    }
}
