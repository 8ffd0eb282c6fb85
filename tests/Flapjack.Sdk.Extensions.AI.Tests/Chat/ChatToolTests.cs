using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI.Tests.Chat;

public sealed class ChatToolTests
{
    [Fact]
    public async Task A_method_becomes_a_tool_with_its_schema()
    {
        var tool = AIFunctionFactory.Create(([Description("Which order.")] int orderId, string note = "none") => $"{orderId} {note}", "lookup", "Looks up.").AsChatTool();

        (tool.Name, tool.Description).Should().Be(("lookup", "Looks up."));
        tool.Parameters!.Value.GetProperty("properties").GetProperty("orderId").GetProperty("description").GetString().Should().Be("Which order.");
        (await Call(tool, """{"orderId":7}""")).Should().Be("7 none");
    }

    [Fact]
    public async Task A_text_is_told_as_it_is_and_everything_else_as_JSON()
    {
        (await Call(AIFunctionFactory.Create(() => "a \"text\"", "x").AsChatTool(), null)).Should().Be("a \"text\"");
        (await Call(AIFunctionFactory.Create(() => new Dictionary<string, int> { ["a"] = 1 }, "x").AsChatTool(), "{}")).Should().Be("""{"a":1}""");
        (await Call(AIFunctionFactory.Create(() => { }, "x").AsChatTool(), "{}")).Should().Contain("returns nothing");
    }

    [Fact]
    public async Task Arguments_that_are_no_object_do_not_reach_the_method()
    {
        var called = false;
        var tool = AIFunctionFactory.Create(() => called = true, "x").AsChatTool();

        await tool.Invoking(it => Call(it, "[1]")).Should().ThrowAsync<JsonException>().WithMessage("*object*");
        called.Should().BeFalse();
    }

    [Fact]
    public async Task Services_and_the_token_reach_the_method()
    {
        using var source = new CancellationTokenSource();
        var seen = default(CancellationToken);
        var services = new Provider();
        IServiceProvider? given = null;
        var tool = AIFunctionFactory.Create((AIFunctionArguments arguments, CancellationToken token) => { (seen, given) = (token, arguments.Services); return 1; }, "x").AsChatTool(services);

        await tool.OnCall!(new() { Arguments = "{}" }, source.Token);

        (seen == source.Token, ReferenceEquals(given, services)).Should().Be((true, true));
    }

    [Fact]
    public void What_needs_approval_and_what_is_only_declared_is_left_to_the_caller()
    {
        var function = AIFunctionFactory.Create(() => 1, "x");

        new ApprovalRequiredAIFunction(function).AsChatTool().OnCall.Should().BeNull();
        function.AsDeclarationOnly().AsChatTool().OnCall.Should().BeNull();
    }

    private static Task<string?> Call(ChatTool tool, string? arguments) => tool.OnCall!(new() { Id = "c1", Name = tool.Name, Arguments = arguments }, CancellationToken.None);

    private sealed class Provider : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
