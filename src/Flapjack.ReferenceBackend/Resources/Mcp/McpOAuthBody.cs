using Flapjack.ReferenceBackend.Api.Bodies;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>The body that begins an OAuth authorization.</summary>
internal static class McpOAuthBody
{
    private const int MaxText = 2_048;

    public static McpOAuthClient Read(BodyReader body)
    {
        var clientId = body.RequiredText("clientId", "INVALID_CLIENT_ID", MaxText);
        var authorizeUrl = body.RequiredText("authorizeUrl", "INVALID_AUTHORIZE_URL", WebUrl.MaxLength);
        var tokenUrl = body.RequiredText("tokenUrl", "INVALID_TOKEN_URL", WebUrl.MaxLength);
        var scope = body.Text("scope", "INVALID_SCOPE", MaxText);
        return new(clientId, Endpoint(authorizeUrl, "authorizeUrl", "INVALID_AUTHORIZE_URL"), Endpoint(tokenUrl, "tokenUrl", "INVALID_TOKEN_URL"), scope);
    }

    private static Uri Endpoint(string url, string name, string code)
    {
        var uri = WebUrl.Check(url, name, code);
        // OAuth forbids a fragment. What would be added to the query would come behind it, and be lost.
        return uri.Fragment.Length == 0 ? uri : throw Refusal.Invalid(code, $"{name} must not have a fragment (#).");
    }
}
