using Flapjack.Sdk;

namespace AppPlatform;

/// <summary>Writes the output of a computer's setup as plain text, from its start, and live while it runs.</summary>
internal static class SetupLog
{
    public static async Task WriteAsync(FlapjackClient flapjack, string? agentId, HttpContext http, CancellationToken serverStopping)
    {
        if (agentId is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.ContentType = "text/plain; charset=utf-8";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, serverStopping);
        try
        {
            await foreach (var item in flapjack.StreamBootstrapAsync(agentId, stop.Token))
            {
                await http.Response.WriteAsync(item is BootstrapLogEvent log ? log.Chunk : "", http.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (serverStopping.IsCancellationRequested)
        {
            await http.Response.WriteAsync("\nThis server was stopped.\n", http.RequestAborted);
        }
        catch (FlapjackException e)
        {
            await http.Response.WriteAsync(Show.Reason(e), http.RequestAborted);
        }
    }
}
