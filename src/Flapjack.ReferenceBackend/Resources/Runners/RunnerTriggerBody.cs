using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Runs.Triggers;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>Reads and checks the body of <c>POST /api/runners/{runnerId}/triggers</c>.</summary>
internal static class RunnerTriggerBody
{
    private const string InvalidExpression = "INVALID_CRON_EXPRESSION";
    private const string InvalidTimeZone = "INVALID_TIME_ZONE";
    private const int MaxExpression = 500;
    private const int MaxTimeZone = 100;

    public static RunnerTriggerDocument Create(BodyReader body)
    {
        var kind = body.RequiredOneOf("kind", "INVALID_KIND", TriggerKinds.All);
        var expression = body.Text("cronExpression", InvalidExpression, MaxExpression);
        var timeZone = body.Text("timeZone", InvalidTimeZone, MaxTimeZone);
        var input = body.JsonObject("input", "INVALID_INPUT");
        var config = body.JsonObject("config", "INVALID_CONFIG");
        var isCron = kind == TriggerKinds.Cron;
        if (isCron && expression is null)
        {
            throw Refusal.Invalid(InvalidExpression, "cronExpression is required for a trigger of the kind cron.");
        }

        if (expression is not null && !CronSchedule.IsExpression(expression))
        {
            throw Refusal.Invalid(
                InvalidExpression,
                "cronExpression must have five fields that name a time: minute, hour, day of the month, month and day of the week, for example \"0 9 * * MON\".");
        }

        if (timeZone is not null && !(isCron && CronSchedule.IsTimeZone(timeZone)))
        {
            throw Refusal.Invalid(InvalidTimeZone, "timeZone must be the name of a time zone in the database of IANA, for example \"Europe/Berlin\", and only a trigger of the kind cron has one.");
        }

        return new()
        {
            Kind = kind,
            CronExpression = expression,
            TimeZone = isCron ? timeZone ?? CronSchedule.DefaultTimeZone : null,
            Input = input,
            Config = config,
        };
    }
}
