using Flapjack.ReferenceBackend.Computers;

namespace Flapjack.ReferenceBackend.Audit;

/// <summary>The actors that the audit log names beside the backend itself: users, and API keys by the part that may be shown.</summary>
internal static class AuditActor
{
    private const int ShownOfKey = 12;

    public static Actor User(string id) => new("user", id);

    public static Actor ApiKey(string key) => new("api_key", $"{key[..ShownOfKey]}...");
}
