using Flapjack.Sdk;

namespace AppPlatform;

/// <summary>What a computer's setup said, as plain text: from its start, and live while it runs.</summary>
internal static class SetupLog
{
    public static async Task WriteAsync(FlapjackClient flapjack, string? agentId, HttpContext http)
    {
        if (agentId is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.ContentType = "text/plain; charset=utf-8";
        try
        {
            await foreach (var item in flapjack.StreamBootstrapAsync(agentId, http.RequestAborted))
            {
                await http.Response.WriteAsync(item is BootstrapLogEvent log ? log.Chunk : "", http.RequestAborted);
            }
        }
        catch (FlapjackException e)
        {
            await http.Response.WriteAsync(Show.Reason(e), http.RequestAborted);
        }
    }
}
