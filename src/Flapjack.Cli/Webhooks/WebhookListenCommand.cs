using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Serving;
using Flapjack.Cli.Terminal;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Cli.Webhooks;

/// <summary>Receives webhooks on this machine, checks them and shows them.</summary>
internal sealed class WebhookListenCommand : ToolCommand
{
    private readonly ToolContext _context;
    private readonly Option<int> _port = Ports.Option(4_101);
    private readonly Option<int?> _count = new("--count") { Description = "End after this many webhooks that are genuine.", HelpName = "N" };
    private readonly Option<string?> _secretFile = WebhookSecret.Option();

    public WebhookListenCommand(ToolContext context)
        : base(
            "listen",
            "Receives webhooks on this machine, checks their signatures and shows them. Answers 204, or 401 if a webhook is not genuine.",
            "flapjack webhook listen",
            "flapjack create demo --webhook http://127.0.0.1:4101/",
            "flapjack webhook listen --count 1 --json | jq .body")
    {
        _context = context;
        Add(_port);
        Add(_count);
        Add(_secretFile);
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var secret = WebhookSecret.Of(_context, parse.GetValue(_secretFile));
        var json = _context.WantsJson(parse);
        var left = parse.GetValue(_count) ?? int.MaxValue;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var oneAtATime = new SemaphoreSlim(1);
        var server = await LoopbackServer.StartAsync(parse.GetValue(_port), ReceiveAsync, _context.Stopping).ConfigureAwait(false);
        await using var _ = server.ConfigureAwait(false);
        if (json)
        {
            _context.WriteJson(new() { ["event"] = "listening", ["url"] = server.Address.ToString() });
        }
        else
        {
            _context.Note($"Webhooks are received at {server.Address}. Ctrl-C ends this.");
        }

        await enough.Task.WaitAsync(_context.Stopping).ConfigureAwait(false);
        return ExitCodes.Success;

        async Task ReceiveAsync(HttpContext http)
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted).ConfigureAwait(false);
            var headers = WebhookHeaders.Read(name => http.Request.Headers[name]);
            await oneAtATime.WaitAsync(http.RequestAborted).ConfigureAwait(false);
            try
            {
                var isValid = Show(body.ToArray(), headers, secret, json);
                http.Response.StatusCode = isValid ? StatusCodes.Status204NoContent : StatusCodes.Status401Unauthorized;
                if (isValid && --left == 0)
                {
                    // The sender hears of it before this process ends.
                    http.Response.OnCompleted(() => { enough.TrySetResult(); return Task.CompletedTask; });
                }
            }
            catch (OutputClosedException e)
            {
                enough.TrySetException(e);
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            }
            finally
            {
                oneAtATime.Release();
            }
        }
    }

    private bool Show(byte[] body, WebhookHeaders headers, string secret, bool json)
    {
        var result = WebhookSignature.Check(body, headers, [secret], _context.Terminal.Clock);
        var text = Encoding.UTF8.GetString(body);
        if (json)
        {
            _context.WriteJson(new() { ["result"] = WebhookResults.WordOf(result), ["id"] = headers.Id, ["body"] = JsonOf(body) ?? JsonValue.Create(text) });
        }
        else
        {
            _context.Terminal.Out.WriteLine($"{WebhookResults.SentenceOf(result)}  {Paper.Plain(text)}");
        }

        return result == WebhookCheckResult.Valid;
    }

    private static JsonNode? JsonOf(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
