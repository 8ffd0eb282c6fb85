using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Audit;

/// <summary>The actors that the audit log names: the backend itself, users, and API keys by the part that may be shown.</summary>
internal static class AuditActor
{
    private const int ShownOfKey = 12;

    /// <summary>The backend itself, which does what nobody has asked for.</summary>
    public static Actor Backend { get; } = new("backend", "flapjack");

    public static Actor User(string id) => new("user", id);

    public static Actor ApiKey(string key) => new("api_key", $"{key[..ShownOfKey]}...");
}
