using System.Text.RegularExpressions;
using AgentComputer.ReferenceBackend.Api;
using AgentComputer.ReferenceBackend.Ports;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.Ports;

/// <summary>Reads and checks the bodies of ports.</summary>
internal static partial class PortBody
{
    private const string Invalid = "invalid_request";
    private const int Highest = 65535;

    public static AskedPort Publish(BodyReader body)
    {
        var port = body.WholeNumber("port", Invalid, 1, Highest);
        var name = body.Text("name", Invalid);
        var visibility = body.OneOf("visibility", Invalid, PortRow.Public, PortRow.Private);
        if (name is not null && (!Name().IsMatch(name) || name.Contains(PublicUrls.Separator, StringComparison.Ordinal)))
        {
            throw Refusal.Invalid(
                Invalid,
                "name must have 1 to 31 characters: lower-case letters, digits and hyphens, with a letter or digit at its beginning and end, and never two hyphens in a row.");
        }

        return new(port ?? throw Refusal.Invalid(Invalid, $"port is required, and must be a whole number from 1 to {Highest}."), name, visibility);
    }

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,29}[a-z0-9])?\z")]
    private static partial Regex Name();
}
