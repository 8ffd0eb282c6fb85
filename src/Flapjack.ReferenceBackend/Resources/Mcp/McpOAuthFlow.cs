using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Flapjack.ReferenceBackend.Secrets;
using Microsoft.AspNetCore.WebUtilities;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>
/// An OAuth authorization that has begun: a person is sent to the authorization server, with a state and a challenge of PKCE. What completes an
/// authorization is not documented, so nothing in this backend does. What that would take is kept: the verifier, the state, and where tokens are got.
/// </summary>
/// <param name="Client">The client, and the authorization server.</param>
/// <param name="State">What comes back from the authorization server with the person.</param>
/// <param name="Verifier">The secret whose hash is the challenge.</param>
internal sealed record McpOAuthFlow(McpOAuthClient Client, string State, string Verifier)
{
    public const string Purpose = "mcp_servers.oauth";

    private const int RandomBytes = 32;

    /// <summary>The address that a person opens. It names no address to come back to, because none is documented: the authorization server uses the client's only one.</summary>
    public string AuthorizationUrl => QueryHelpers.AddQueryString(Client.AuthorizeUrl.AbsoluteUri, new Dictionary<string, string?>
    {
        ["response_type"] = "code",
        ["client_id"] = Client.ClientId,
        ["scope"] = Client.Scope,
        ["state"] = State,
        ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
    });

    public static McpOAuthFlow Begin(McpOAuthClient client) => new(client, Random(), Random());

    /// <summary>All of it, encrypted.</summary>
    public string Encrypted(SecretCipher secrets) => secrets.Protect(Purpose, JsonSerializer.Serialize(this));

    // The default would print the verifier.
    public override string ToString() => nameof(McpOAuthFlow);

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
}
