using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Shared.Hosting.Refusals;

namespace Shared.Hosting.Envelopes;

/// <summary>
/// Gives the answers that Kestrel writes by itself the envelope that every other refusal has. Kestrel refuses bytes that are no request before any
/// middleware runs: it sends the head of an answer without a body, and closes the connection.
/// </summary>
/// <param name="envelope">Makes the body of an error answer from a refusal and the status of the answer.</param>
internal sealed class KestrelRefusals(Func<Refusal, int, JsonObject> envelope)
{
    /// <summary>Stands between Kestrel and each connection of a listener.</summary>
    public void Use(ListenOptions listener) => listener.Use(next => connection =>
    {
        var transport = connection.Transport;
        connection.Transport = new Duplex(transport.Input, new EnvelopedOutput(transport.Output, envelope, listener.KestrelServerOptions.Limits));
        return next(connection);
    });

    private sealed record Duplex(System.IO.Pipelines.PipeReader Input, System.IO.Pipelines.PipeWriter Output) : System.IO.Pipelines.IDuplexPipe;
}
