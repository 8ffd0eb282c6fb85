using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Audit;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Auth;

/// <summary>Signs users in: makes JWTs and knows its own again. It stores none, and forgets its secret with the backend.</summary>
internal sealed class UserTokens(TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    // A token with any other header, "alg":"none" for example, is not one of ours.
    private static readonly string Header = Encode("""{"alg":"HS256","typ":"JWT"}""");

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    public string Create(string orgId, string userId, IReadOnlyList<string> scopes)
    {
        var now = clock.GetUtcNow();
        var claims = new JsonObject
        {
            ["sub"] = userId,
            ["org"] = orgId,
            ["scopes"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
        };
        var signed = $"{Header}.{Encode(claims.ToJsonString())}";
        return $"{signed}.{Sign(signed)}";
    }

    /// <summary>Whether a bearer token is meant as one of these; an API key has no dot.</summary>
    public static bool IsMeant(string token) => token.Contains('.', StringComparison.Ordinal);

    /// <exception cref="Refusal">401: it is not one of ours, it was changed, or its time is over.</exception>
    public Caller Authenticate(string token)
    {
        var parts = token.Split('.');
        // Nothing of the token is read before it is known to be ours.
        if (parts.Length != 3 || parts[0] != Header || !IsSignatureOf($"{parts[0]}.{parts[1]}", parts[2]))
        {
            throw Refusal.Unauthorized("This token is not one of this backend's.");
        }

        var claims = JsonElement.Parse(Base64Url.DecodeFromChars(parts[1]));
        if (claims.GetProperty("exp").GetInt64() <= clock.GetUtcNow().ToUnixTimeSeconds())
        {
            throw Refusal.Unauthorized("This token has expired.");
        }

        return Caller.Of(
            claims.GetProperty("org").GetString()!,
            [.. claims.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()!)],
            AuditActor.User(claims.GetProperty("sub").GetString()!));
    }

    // Compared as text: some signatures that differ in their text are the same bytes.
    private bool IsSignatureOf(string signed, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(signed)), Encoding.UTF8.GetBytes(signature));

    private string Sign(string signed) => Base64Url.EncodeToString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(signed)));

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
