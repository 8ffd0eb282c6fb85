using System.Reflection;

namespace Flapjack.Sdk.Tests.Json;

/// <summary>The wire enumerations, value by value: a constant with a typing error would never equal what the service sends.</summary>
public sealed class OpenStringConstantsTests
{
    public static TheoryData<Type, string> Values => new()
    {
        { typeof(AgentRuntimeProvider), "modal tensorlake" },
        { typeof(AnalyticsPeriod), "30d 7d 90d" },
        { typeof(AnthropicCacheTtl), "1h 5m" },
        { typeof(ChatToolFailure), "invalid_arguments no_result threw timed_out too_long unknown_tool" },
        { typeof(CodeSessionStatus), "cancelled creating error expired finished pending running" },
        { typeof(ComputerLifecycleStatus), "bootstrapping destroyed error idle none ready stopped waking" },
        { typeof(ComputerMode), "custom ephemeral persistent" },
        { typeof(ComputerProvider), "heyvm tensorlake vercel" },
        { typeof(ComputerScope), "agent thread" },
        { typeof(ComputerSizeClass), "large medium small" },
        { typeof(ComputerTemplate), "blank nextjs-fullstack node-playwright python-jupyter rust-cargo" },
        { typeof(ComputerWebhookEvent), "agent.deleted bootstrap.failed bootstrap.succeeded computer.destroyed computer.idled" },
        { typeof(CredentialSource), "byok platform" },
        { typeof(IntegrationKind), "postgres supabase" },
        { typeof(McpServerStatus), "active" },
        { typeof(McpTransport), "sse stdio streamable_http" },
        { typeof(PlanTodoStatus), "done in_progress pending skipped" },
        { typeof(RateLimitReason), "AGENT CONCURRENT ORG" },
        { typeof(RunnerBudgetPeriod), "day month total" },
        { typeof(RunnerPauseReason), "budget" },
        { typeof(RunnerRunStatus), "cancelled completed failed paused pending running" },
        { typeof(RunnerRunStepStatus), "cancelled completed failed paused pending running skipped unknown" },
        { typeof(RunnerStepKind), "agent computer condition webhook" },
        { typeof(RunnerTriggerKind), "api bulk_import button cron manual poll webhook" },
        { typeof(SkillSource), "custom mcp_registry openapi_action skill_md" },
        { typeof(SkillStatus), "active disabled error" },
        { typeof(ThreadKind), "multiplayer single" },
        { typeof(TraceSpanKind), "agent chain condition embedding guardrail llm mcp runner_step tool webhook" },
        { typeof(TraceStatus), "error ok running" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Each_value_has_a_name_that_resembles_it(Type type, string values)
    {
        var constants = ConstantsOf(type);

        string.Join(' ', constants.Select(constant => constant.Value).Order(StringComparer.Ordinal)).Should().Be(values);
        // The names that differ from their value by more than its separators say more than the value.
        constants.Where(constant => !Alike(constant.Name, constant.Value)).Select(constant => constant.Name)
            .Should().BeSubsetOf(
            [
                nameof(AnalyticsPeriod.Days7), nameof(AnalyticsPeriod.Days30), nameof(AnalyticsPeriod.Days90), nameof(AnthropicCacheTtl.FiveMinutes),
                nameof(AnthropicCacheTtl.OneHour), nameof(RateLimitReason.Organization),
            ]);
    }

    [Fact]
    public void Every_wire_enumeration_is_in_the_table()
    {
        var types = typeof(FlapjackClient).Assembly.GetTypes().Where(type => type.IsValueType
            && type.GetInterfaces().Any(found => found.IsGenericType && found.GetGenericTypeDefinition() == typeof(IOpenString<>)));

        Values.Select(row => (Type)row[0]).Should().BeEquivalentTo(types);
    }

    private static (string Name, string Value)[] ConstantsOf(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => (property.Name, property.GetValue(null)!.ToString()!))];

    private static bool Alike(string name, string value) =>
        string.Equals(name, string.Concat(value.Where(char.IsLetterOrDigit)), StringComparison.OrdinalIgnoreCase);
}
