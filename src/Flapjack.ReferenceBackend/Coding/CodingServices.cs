using Flapjack.ReferenceBackend.Secrets;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>What the work on all code sessions of a backend shares.</summary>
/// <param name="Sessions">The sessions in the store.</param>
/// <param name="Secrets">Decrypts the Cursor keys.</param>
/// <param name="Machine">Makes and runs the computers.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Logger">Where it logs.</param>
internal sealed record CodingServices(CodeSessionStore Sessions, SecretCipher Secrets, CodingMachine Machine, TimeProvider Clock, ILogger Logger)
{
    /// <summary>What a Cursor key is encrypted for.</summary>
    public const string KeyPurpose = "code_sessions.cursor_key";

    public CodingWork Work { get; } = new(Sessions);
}
