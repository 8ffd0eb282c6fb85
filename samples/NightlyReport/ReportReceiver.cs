using System.Collections.Concurrent;
using System.Text;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NightlyReport;

/// <summary>Takes the reports. It verifies the signature over the raw body, and answers what the step then has as its output.</summary>
internal sealed class ReportReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly string _secret;

    private ReportReceiver(string secret)
    {
        _secret = secret;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.MapPost("/reports", TakeAsync);
    }

    public string Url => _application.Urls.First() + "/reports";

    /// <summary>The bodies of the reports, by the key of their delivery. A delivery that comes twice counts once.</summary>
    public ConcurrentDictionary<string, string> Reports { get; } = new(StringComparer.Ordinal);

    public static async Task<ReportReceiver> StartAsync(string secret, CancellationToken cancellationToken)
    {
        var receiver = new ReportReceiver(secret);
        await receiver._application.StartAsync(cancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (!WebhookSignature.Verify(body.ToArray(), context.Request.Headers["X-Flapjack-Signature"], _secret))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        Reports[context.Request.Headers["Idempotency-Key"].ToString()] = Encoding.UTF8.GetString(body.ToArray());
        await context.Response.WriteAsJsonAsync(new { received = Reports.Count }, context.RequestAborted);
    }
}
