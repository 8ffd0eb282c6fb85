using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>Counts and hashes the output that arrives, and compares it with the service's count and hash of what the process wrote.</summary>
internal sealed class ExecOutputVerifier : IDisposable
{
    private readonly OutputHash _stdout = new();
    private readonly OutputHash _stderr = new();

    public void Add(ExecOutputEvent output, ReadOnlySpan<byte> bytes) => (output is ExecStdoutEvent ? _stdout : _stderr).Add(bytes);

    /// <exception cref="FlapjackProtocolException">What arrived is not what the process wrote.</exception>
    public void Check(ExecExitEvent exit, string agentId, Redaction redaction)
    {
        Check("stdout", _stdout, exit.StdoutBytes, exit.StdoutSha256, agentId, redaction);
        Check("stderr", _stderr, exit.StderrBytes, exit.StderrSha256, agentId, redaction);
    }

    /// <summary>Gives back the memory that is only needed while output comes.</summary>
    public void Rest()
    {
        _stdout.Rest();
        _stderr.Rest();
    }

    public void Dispose()
    {
        _stdout.Dispose();
        _stderr.Dispose();
    }

    private static void Check(string name, OutputHash hash, long? written, string? sha256, string agentId, Redaction redaction)
    {
        if (written is null || sha256 is null)
        {
            return;
        }

        if (hash.Bytes != written || !string.Equals(hash.Take(), sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new FlapjackProtocolException(redaction.Message(
                $"The {name} of a command on agent {agentId} did not arrive as it was written: {hash.Bytes} bytes came, {written} were written, or their SHA-256 differs. Something between the service and this client has changed the stream."));
        }
    }
}
