namespace Flapjack.ReferenceBackend.Audit;

/// <summary>On whose behalf something was done.</summary>
/// <param name="Kind"><c>user</c>, <c>api_key</c>, or <c>backend</c> for what nobody asked for over the wire.</param>
/// <param name="Id">The user's id, or what of the key may be shown.</param>
internal sealed record AuditActor(string Kind, string Id)
{
    private const int ShownOfKey = 12;

    public static AuditActor Backend { get; } = new("backend", "flapjack");

    public static AuditActor User(string id) => new("user", id);

    public static AuditActor ApiKey(string key) => new("api_key", $"{key[..ShownOfKey]}...");
}
