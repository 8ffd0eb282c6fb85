using Flapjack.Sdk.Extensions.AI;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Flapjack.Sdk.Mcp;

/// <summary>Sends the output of a command to a client that wants to see its progress.</summary>
internal static class OutputProgress
{
    // A client shows progress and does not keep it; the result has the beginning and the end of the output.
    private const long MostCharacters = 1_000_000;

    /// <summary>Sends each piece of output; null, or the function of the options, if the client did not ask for it.</summary>
    public static Func<ExecOutputEvent, CancellationToken, ValueTask>? Of(RequestContext<CallToolRequestParams> request, ComputerToolsOptions options)
    {
        if (request.Params?.ProgressToken is not { } token)
        {
            return options.OnOutput;
        }

        var sent = 0L;
        return async (output, cancellationToken) =>
        {
            if (options.OnOutput is { } told)
            {
                await told(output, cancellationToken).ConfigureAwait(false);
            }

            if (output.Chunk.Length > 0 && sent < MostCharacters)
            {
                sent += output.Chunk.Length;
                var value = new ProgressNotificationValue { Progress = sent, Message = output.Chunk };
                await request.Server.NotifyProgressAsync(token, value, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
        };
    }
}
