using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shared.Hosting.Faults;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;
using Shared.Hosting.Transport;

namespace Shared.Hosting;

/// <summary>What a server serves with, and the words of the vendor whose wire it serves.</summary>
internal sealed record ServerSetup
{
    /// <summary>The name of the server in its own logs.</summary>
    public required string Name { get; init; }

    /// <summary>The TCP port on the loopback interface: 0 for a free port, null for none.</summary>
    public required int? Port { get; init; }

    /// <summary>The connections from within this process.</summary>
    public required InMemoryTransport Memory { get; init; }

    /// <summary>Finds out who sends a request, or throws a refusal.</summary>
    public required Func<HttpRequest, Caller> Authenticate { get; init; }

    /// <summary>Makes the body of an error answer from a refusal and the status of the answer. It gives a refusal without a code the vendor's code.</summary>
    public required Func<Refusal, int, JsonObject> Envelope { get; init; }

    /// <summary>
    /// The same for the paths of a part of the API whose errors have another form, by the path of the request; it gives null for every other path. Null
    /// if all paths have the same form.
    /// </summary>
    public Func<PathString, Refusal, int, JsonObject?>? OtherEnvelope { get; init; }

    /// <summary>What an exception of the backend's own parts means for the caller; null for an exception that it does not know. The exception is logged.</summary>
    public required Func<Exception, Refusal?> RefusalOf { get; init; }

    /// <summary>
    /// Enters the trace of a request by its headers <c>traceparent</c> and <c>tracestate</c>. It is called only where nobody listens to the spans of the
    /// server: otherwise the current span says where the request belongs.
    /// </summary>
    public required Action<string, string?> EnterTrace { get; init; }

    /// <summary>The headers that every answer carries.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Asked before the gate, and without a key: it serves a request that is not the API's itself, and passes every other request on. Null for none.
    /// </summary>
    public Func<HttpContext, RequestDelegate, Task>? Front { get; init; }

    /// <summary>Spoils answers, for tests; null for a server whose answers are left alone.</summary>
    public FaultInjection? Faults { get; init; }

    /// <summary>Where the server logs.</summary>
    public required ILogger Logger { get; init; }
}
