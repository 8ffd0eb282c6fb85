namespace Shared.Wire.Http;

/// <summary>What is known about the additions of one server. Everybody who sends to the server on the same connections shares it.</summary>
internal sealed class KnownExtensions
{
    private volatile ServerExtensions? _latest;

    /// <summary>What the latest answer announced; null if no answer has come from the server yet.</summary>
    public ServerExtensions? Extensions { get => _latest; set => _latest = value; }
}
