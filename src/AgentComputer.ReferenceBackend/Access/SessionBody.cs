using AgentComputer.ReferenceBackend.Sessions;
using Shared.Hosting.Bodies;

namespace AgentComputer.ReferenceBackend.Access;

/// <summary>Reads and checks the bodies of access sessions.</summary>
internal static class SessionBody
{
    private const string Invalid = "invalid_request";

    /// <summary>How long a session lasts if the body does not say, and at most, in seconds.</summary>
    public const int DefaultSeconds = 900, MostSeconds = 3600;

    public static AskedSession Create(BodyReader body) => new(body.RequiredOneOf("kind", Invalid, SessionKinds.All), LifetimeOf(body));

    /// <summary>The field <c>ttl_seconds</c>, which certificates have too.</summary>
    public static TimeSpan LifetimeOf(BodyReader body) => TimeSpan.FromSeconds(body.WholeNumber("ttl_seconds", Invalid, 1, MostSeconds) ?? DefaultSeconds);
}
