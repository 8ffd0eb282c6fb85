using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

/// <summary>
/// The proxy of the service's own documentation, written in C#: three routes that call the SDK, and one that pipes the bytes of the stream through and
/// ends the upstream call when the browser leaves.
/// </summary>
internal static class DocumentedProxy
{
    /// <param name="routes">The app's routes.</param>
    /// <param name="client">A client with the app's key.</param>
    /// <param name="upstream">For the stream; its base address is the service's.</param>
    /// <param name="apiKey">The app's key.</param>
    public static void Map(IEndpointRouteBuilder routes, FlapjackClient client, HttpClient upstream, string apiKey)
    {
        routes.MapGet("/api/agents", async (CancellationToken aborted) => Results.Json(await client.ListAgentsAsync(cancellationToken: aborted)));
        routes.MapPost("/api/threads", async (HttpRequest request, CancellationToken aborted) =>
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: aborted);
            return Results.Json(await client.CreateThreadAsync(body.RootElement.GetProperty("agentId").GetString()!, aborted));
        });
        routes.MapPost("/api/threads/{threadId}/stop", async (string threadId, CancellationToken aborted) =>
        {
            await client.StopThreadAsync(threadId, aborted);
            return Results.Json(new { ok = true });
        });
        routes.MapPost("/api/threads/{threadId}/messages", (string threadId, HttpContext context) => PipeAsync(context, threadId, upstream, apiKey));
    }

    private static async Task PipeAsync(HttpContext context, string threadId, HttpClient upstream, string apiKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/threads/{Uri.EscapeDataString(threadId)}/messages") { Content = new StreamContent(context.Request.Body) };
        request.Headers.Authorization = new("Bearer", apiKey);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType ?? "application/json");
        using var answer = await upstream.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        if (!answer.IsSuccessStatusCode)
        {
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString() ?? "application/json";
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
            return;
        }

        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache, no-transform";
        context.Response.Headers.Connection = "keep-alive";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await using var events = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        var bytes = new byte[16 * 1024];
        while (await events.ReadAsync(bytes, context.RequestAborted) is > 0 and var count)
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, count), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
