using System.CommandLine;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;
using Flapjack.Sdk;

namespace Flapjack.Cli.Webhooks;

/// <summary>Checks one webhook.</summary>
internal sealed class WebhookVerifyCommand : ToolCommand
{
    private readonly ToolContext _context;
    private readonly Argument<string> _file = new("file") { Description = "A file with the body exactly as it came; - for the standard input.", DefaultValueFactory = _ => TextFiles.StandardInput };
    private readonly Option<string[]> _headers = new("--header", "-H") { Description = "A header of the request, such as 'X-Flapjack-Signature: …'.", HelpName = "NAME: VALUE" };
    private readonly Option<string?> _secretFile = WebhookSecret.Option();

    public WebhookVerifyCommand(ToolContext context)
        : base(
            "verify",
            "Checks the signature of a webhook. Exits with 1, and says why, if it is not genuine.",
            "flapjack webhook verify body.json -H \"X-Flapjack-Signature: $SIGNATURE\"")
    {
        _context = context;
        Add(_file);
        Add(_headers);
        Add(_secretFile);
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var secret = WebhookSecret.Of(_context, parse.GetValue(_secretFile));
        var headers = HeadersOf(parse.GetValue(_headers) ?? []);
        var body = await TextFiles.ReadAsync(parse.GetRequiredValue(_file), _context.Terminal).ConfigureAwait(false);
        var result = WebhookSignature.Check(body, WebhookHeaders.Read(name => headers.GetValueOrDefault(name)), [secret], _context.Terminal.Clock);
        if (_context.WantsJson(parse))
        {
            _context.WriteJson(new() { ["valid"] = result == WebhookCheckResult.Valid, ["result"] = WebhookResults.WordOf(result) });
        }
        else
        {
            _context.Terminal.Out.WriteLine(WebhookResults.SentenceOf(result));
        }

        return result == WebhookCheckResult.Valid ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static Dictionary<string, string> HeadersOf(string[] lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines)
        {
            var at = line.IndexOf(':', StringComparison.Ordinal);
            headers[at > 0 ? line[..at].Trim() : throw ToolException.Usage($"'{Paper.Plain(line)}' is no header. Write it as 'Name: value'.")] = line[(at + 1)..].Trim();
        }

        return headers;
    }
}
