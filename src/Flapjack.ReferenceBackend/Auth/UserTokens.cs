using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Audit;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Auth;

/// <summary>Signs users in: makes JWTs and recognizes them. The tokens are not stored, and the secret that signs them lives only as long as the backend.</summary>
internal sealed class UserTokens(TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    // A token with another header, "alg":"none" for example, was not made here.
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

    /// <summary>Whether a bearer token is a JWT and not an API key, which has no dot.</summary>
    public static bool IsMeant(string token) => token.Contains('.', StringComparison.Ordinal);

    /// <exception cref="Refusal">401: the token was not made here, was changed, or has expired.</exception>
    public Caller Authenticate(string token)
    {
        var parts = token.Split('.');
        // The claims are read only after the signature was checked.
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

    // The signatures are compared as text, because different texts can decode to the same bytes.
    private bool IsSignatureOf(string signed, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(signed)), Encoding.UTF8.GetBytes(signature));

    private string Sign(string signed) => Base64Url.EncodeToString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(signed)));

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
