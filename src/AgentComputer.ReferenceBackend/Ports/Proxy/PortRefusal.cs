using System.Net.Mime;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shared.Hosting.Json;

namespace AgentComputer.ReferenceBackend.Ports.Proxy;

/// <summary>Why a request does not reach a program on a computer: a page for people, JSON for programs.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Code">The code for programs.</param>
/// <param name="Message">What happened, and what to do next.</param>
internal sealed record PortRefusal(int Status, string Code, string Message)
{
    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        // The reason may be another one a moment later.
        context.Response.Headers.CacheControl = "no-store";
        return WantsPage(context.Request) ? WritePageAsync(context) : context.WriteJsonAsync(new JsonObject
        {
            ["error"] = new JsonObject { ["code"] = Code, ["message"] = Message },
        });
    }

    public static bool WantsPage(HttpRequest request) => request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase);

    private Task WritePageAsync(HttpContext context)
    {
        var title = HtmlEncoder.Default.Encode($"{Status} {ReasonPhrases.GetReasonPhrase(Status)}");
        context.Response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        return context.Response.WriteAsync(
            $"<!doctype html><meta charset=\"utf-8\"><title>{title}</title><h1>{title}</h1><p>{HtmlEncoder.Default.Encode(Message)}</p><p><code>{HtmlEncoder.Default.Encode(Code)}</code></p>\n",
            context.RequestAborted);
    }
}
