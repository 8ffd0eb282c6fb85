using System.Globalization;
using AgentComputer.ReferenceBackend.Access;
using AgentComputer.ReferenceBackend.Sessions;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.Shares;

/// <summary>Reads and checks the bodies of shares.</summary>
internal sealed class ShareBody(TimeProvider clock)
{
    private const string Invalid = "invalid_request";

    public AskedShare Create(BodyReader body)
    {
        var browser = body.Flag("allow_browser", Invalid) ?? true;
        var vnc = body.Flag("allow_vnc", Invalid) ?? false;
        var end = TimeOf(body.Text("expires_at", Invalid));
        return browser || vnc
            ? new(browser, vnc, end)
            : throw Refusal.Invalid(Invalid, "allow_browser and allow_vnc are both false: a share must allow something.");
    }

    /// <summary>The kind of the session that is made from a share is <c>browser</c> if the body does not say.</summary>
    public static AskedSession Redeem(BodyReader body) => new(
        body.OneOf("kind", Invalid, SessionKinds.Browser, SessionKinds.Vnc) ?? SessionKinds.Browser,
        SessionBody.LifetimeOf(body));

    private DateTimeOffset? TimeOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        // RFC 3339 asks for the offset. Without it the time would depend on where this backend runs.
        var hasOffset = text.EndsWith('Z') || text.EndsWith('z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.OrdinalIgnoreCase);
        if (!hasOffset
            || !text.Contains('T', StringComparison.OrdinalIgnoreCase)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            throw Refusal.Invalid(Invalid, "expires_at must be a time as RFC 3339 writes it, such as 2027-01-31T12:00:00Z.");
        }

        return time > clock.GetUtcNow() ? time : throw Refusal.Invalid(Invalid, "expires_at is in the past.");
    }
}
