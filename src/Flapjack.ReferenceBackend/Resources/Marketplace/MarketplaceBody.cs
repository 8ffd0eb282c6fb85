using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Marketplace;

/// <summary>Reads and checks the bodies of the marketplace. The contract mentions handle and capabilities without a rule, so the rules are ours.</summary>
internal static partial class MarketplaceBody
{
    private const int MaxCapabilities = 50;
    private const int MaxCapability = 100;
    private const int MaxName = 200;

    /// <summary>The fields of a profile that were sent. Null empties a field.</summary>
    public static JsonObject Put(BodyReader body) => body.Sent(("handle", ReadHandle), ("capabilities", ReadCapabilities));

    /// <summary>Which official template an agent is made of, and the agent's name; null for the template's name.</summary>
    public static (string TemplateId, string? Name) Use(BodyReader body)
    {
        var templateId = body.RequiredUuid("templateId", "INVALID_TEMPLATE_ID");
        var name = body.Text("name", "INVALID_NAME", MaxName);
        return string.IsNullOrWhiteSpace(name) && name is not null
            ? throw Refusal.Invalid("INVALID_NAME", "name must not be blank; leave it out for the name of the template.")
            : (templateId, name);
    }

    private static string? ReadHandle(BodyReader body)
    {
        var handle = body.Text("handle", "INVALID_HANDLE");
        return handle is null || Handle().IsMatch(handle)
            ? handle
            : throw Refusal.Invalid("INVALID_HANDLE", "handle must have 3 to 40 of the characters a-z, 0-9 and hyphen, and must not begin or end with a hyphen.");
    }

    private static IReadOnlyList<string>? ReadCapabilities(BodyReader body)
    {
        var capabilities = body.Texts("capabilities", "INVALID_CAPABILITIES", MaxCapability);
        return capabilities is null || (capabilities.Count <= MaxCapabilities && !capabilities.Any(string.IsNullOrWhiteSpace))
            ? capabilities
            : throw Refusal.Invalid("INVALID_CAPABILITIES", $"capabilities must have at most {MaxCapabilities} items, none of them blank.");
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{1,38}[a-z0-9]\z")]
    private static partial Regex Handle();
}
