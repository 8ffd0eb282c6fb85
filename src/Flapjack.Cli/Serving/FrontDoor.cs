using AgentComputer.ReferenceBackend;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Cli.Serving;

/// <summary>Leads requests on the one port to the second door, and says whether both doors serve.</summary>
/// <param name="second">The second door, which starts after the first: it stands on the engine of the first.</param>
internal sealed class FrontDoor(Task<AgentComputerBackend> second)
{
    public const string HealthPath = "/healthz";

    private const string ReadyPath = "/readyz";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value is HealthPath or ReadyPath)
        {
            context.Response.StatusCode = second.IsCompletedSuccessfully ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(second.IsCompletedSuccessfully ? """{"ok":true}""" : """{"ok":false}""", context.RequestAborted).ConfigureAwait(false);
            return;
        }

        var door = await second.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        await door.InvokeAsync(context, next).ConfigureAwait(false);
    }
}
