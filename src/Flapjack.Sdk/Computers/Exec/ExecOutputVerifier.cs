using System.Security.Cryptography;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>Counts and hashes the output that arrives, and compares it with the service's count and hash of what the process wrote.</summary>
internal sealed class ExecOutputVerifier : IDisposable
{
    private readonly IncrementalHash _stdout = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _stderr = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _stdoutBytes;
    private long _stderrBytes;

    public void Add(ExecOutputEvent output)
    {
        var bytes = output.Bytes.Span;
        if (output is ExecStdoutEvent)
        {
            _stdout.AppendData(bytes);
            _stdoutBytes += bytes.Length;
        }
        else
        {
            _stderr.AppendData(bytes);
            _stderrBytes += bytes.Length;
        }
    }

    /// <exception cref="FlapjackProtocolException">What arrived is not what the process wrote.</exception>
    public void Check(ExecExitEvent exit, string agentId, Redaction redaction)
    {
        Check("stdout", _stdout, _stdoutBytes, exit.StdoutBytes, exit.StdoutSha256, agentId, redaction);
        Check("stderr", _stderr, _stderrBytes, exit.StderrBytes, exit.StderrSha256, agentId, redaction);
    }

    public void Dispose()
    {
        _stdout.Dispose();
        _stderr.Dispose();
    }

    private static void Check(string name, IncrementalHash hash, long arrived, long? written, string? sha256, string agentId, Redaction redaction)
    {
        if (written is null || sha256 is null)
        {
            return;
        }

        if (arrived != written || !string.Equals(Convert.ToHexString(hash.GetHashAndReset()), sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new FlapjackProtocolException(redaction.Message(
                $"The {name} of a command on agent {agentId} did not arrive as it was written: {arrived} bytes came, {written} were written, or their SHA-256 differs. Something between the service and this client has changed the stream."));
        }
    }
}
