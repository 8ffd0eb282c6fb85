using System.Diagnostics;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Limits;
using Flapjack.ReferenceBackend.Sse;
using Flapjack.ReferenceBackend.Telemetry;
using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend;

/// <summary>Flapjack's door to the engine: the frames and names, the rate limits, the webhooks and the audit log.</summary>
internal static class FlapjackDoor
{
    private const string Additions = "idempotent-exec, resume, detach, stop, exact-output, idempotent-messages, resume-messages";

    /// <summary>The headers of every answer. They announce our additions, unless the options switch those off.</summary>
    public static IReadOnlyDictionary<string, string> HeadersOf(FlapjackBackendOptions options) =>
        options.Extensions ? new Dictionary<string, string> { ["Flapjack-Extensions"] = Additions } : new Dictionary<string, string>();

    public static Door Of(FlapjackBackendOptions options, AgentEvents events, AuditLog audit, BackendTelemetry telemetry)
    {
        var limiter = options.RateLimits is { } limits ? new ExecLimiter(limits, options.TimeProvider) : null;
        return new()
        {
            NewFormat = idPrefix => new SseFormat(idPrefix),
            Execs = new ExecEvents(ComputerIdFields.Of(options.Naming)),
            Bootstraps = new BootstrapEvents(),
            Telemetry = telemetry.Engine,
            Self = AuditActor.Backend,
            CheckLimits = limiter is null ? null : (orgId, agentId) => RefusalCounted(telemetry, () =>
            {
                limiter.Check(orgId, agentId);
                return true;
            }),
            Admit = limiter is null ? null : (orgId, agentId) => RefusalCounted(telemetry, () => limiter.Take(orgId, agentId)),
            ComputerMoved = events.Moved,
            CommandEnded = new CommandAudit(audit).Ended,
            Swept = () => limiter?.Sweep(),
        };
    }

    private static T RefusalCounted<T>(BackendTelemetry telemetry, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (LimitExceededException e)
        {
            telemetry.ExecRefused.Add(1, KeyValuePair.Create<string, object?>(SpanNames.LimitReason, e.Reason));
            Activity.Current?.SetTag(SpanNames.LimitReason, e.Reason);
            throw;
        }
    }
}
