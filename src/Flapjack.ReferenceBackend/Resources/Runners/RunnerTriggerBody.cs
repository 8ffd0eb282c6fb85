using Cronos;
using Flapjack.ReferenceBackend.Runs;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>Reads and checks the body of <c>POST /api/runners/{runnerId}/triggers</c>.</summary>
internal static class RunnerTriggerBody
{
    private const string Cron = "cron";
    private const string InvalidExpression = "INVALID_CRON_EXPRESSION";

    public static RunnerTriggerDocument Create(BodyReader body)
    {
        var kind = body.RequiredOneOf("kind", "INVALID_KIND", "manual", "api", Cron, "webhook", "poll", "bulk_import", "button");
        var expression = body.Text("cronExpression", InvalidExpression);
        var config = body.JsonObject("config", "INVALID_CONFIG");
        if (kind == Cron && expression is null)
        {
            throw Refusal.Invalid(InvalidExpression, "cronExpression is required for a trigger of the kind cron.");
        }

        if (expression is not null && !IsCron(expression))
        {
            throw Refusal.Invalid(
                InvalidExpression,
                "cronExpression must have five fields that name a time: minute, hour, day of the month, month and day of the week, for example \"0 9 * * MON\".");
        }

        return new() { Kind = kind, CronExpression = expression, Config = config };
    }

    // Cronos reads macros such as @daily too, which the contract does not name. An expression such as 0 0 31 2 * is well-formed, but never comes true.
    private static bool IsCron(string expression) =>
        !expression.Contains('@', StringComparison.Ordinal)
        && CronExpression.TryParse(expression, out var cron)
        && cron.GetNextOccurrence(DateTime.UnixEpoch, inclusive: true) is not null;
}
