using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Tests.Api;
using LocalComputers.Processes;

namespace Flapjack.ReferenceBackend.Tests.Computers.Shells;

/// <summary>Variables that are accepted leave room for programs to be started with them.</summary>
public sealed class VariableRoomTests(TestBackend backend) : IClassFixture<TestBackend>
{
    // As escapes the text would be longer than a body may be.
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Twenty_five_variables_of_100_KB_are_refused_with_their_sum_and_the_limit()
    {
        var answer = await backend.CreateAsync(Body(Enumerable.Range(0, 25).Select(i => ($"V{i:D2}", new string('x', 100_000)))));

        answer.ShouldBeRefused(400, "INVALID_ENV_VARS");
        answer.Text("detail").Should().Contain("2,500,325 bytes").And.Contain($"{StartSpace.MostOfVariables:N0}").And.Contain($"{StartSpace.Bytes:N0}");
    }

    [Fact]
    public async Task Very_many_small_variables_count_with_the_pointer_of_each()
    {
        var each = StartSpace.OfVariable("V000000", "");
        var most = (int)(StartSpace.MostOfVariables / each);

        var answer = await backend.CreateAsync(Body(Enumerable.Range(0, most + 1).Select(i => ($"V{i:D6}", ""))));

        answer.ShouldBeRefused(400, "INVALID_ENV_VARS");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    public async Task With_as_much_as_is_accepted_programs_start_also_with_the_longest_argument_and_one_byte_more_is_refused(string letter)
    {
        var variables = Filling(StartSpace.MostOfVariables, letter);
        var tooMany = variables.Append(("Z", "")).ToArray();

        var refused = await backend.CreateAsync(Body(tooMany));
        var agent = await backend.CreateReadyAgentAsync(Body(variables));
        var seen = await backend.RunAsync(agent, """
            /bin/echo started
            long=$(printf '%0131071d' 0)
            /bin/echo "$long" | wc -c
            sh -c 'bash -c "env | wc -c"' | grep -c .
            export MINE=$(printf '%0100000d' 0)
            /bin/echo also
            seq 20000 | xargs echo | wc -w
            """);

        refused.ShouldBeRefused(400, "INVALID_ENV_VARS");
        seen.Stderr.Should().BeEmpty();
        seen.Stdout.Should().Be("started\n131072\n1\nalso\n20000\n");
    }

    [FactWithBubblewrap]
    public async Task With_isolation_there_is_the_same_room()
    {
        await using var isolated = await TestBackend.StartAsync(options => options.Isolation = ComputerIsolation.Bubblewrap);
        var agent = await isolated.CreateReadyAgentAsync(Body(Filling(StartSpace.MostOfVariables, "€")));

        var seen = await isolated.RunAsync(agent, "long=$(printf '%0131071d' 0); /bin/echo \"$long\" | wc -c; (setsid sh -c 'env | grep -c ^V' & wait)");

        seen.Stderr.Should().BeEmpty();
        seen.Stdout.Should().StartWith("131072\n");
        seen.ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("x", 131_068, true)]
    [InlineData("x", 131_069, false)]
    [InlineData("é", 65_534, true)]
    [InlineData("é", 65_535, false)]
    [InlineData("\U0001F95E", 32_767, true)]
    [InlineData("\U0001F95E", 32_768, false)]
    public async Task One_variable_is_as_long_as_the_system_lets_it_be_in_bytes(string letter, int count, bool fits)
    {
        var value = string.Concat(Enumerable.Repeat(letter, count));
        var answer = await backend.CreateAsync(Body([("VV", value)]));

        if (!fits)
        {
            answer.ShouldBeRefused(400, "INVALID_ENV_VARS");
            return;
        }

        await backend.ReadBootstrapAsync(answer.Text("agent", "id"));
        var seen = await backend.RunAsync(answer.Text("agent", "id"), "/usr/bin/printenv VV | wc -c");
        (seen.Stdout, seen.Stderr).Should().Be(($"{System.Text.Encoding.UTF8.GetByteCount(value) + 1}\n", ""));
    }

    [Fact]
    public async Task Of_a_variable_that_comes_twice_only_the_value_that_programs_get_counts()
    {
        var variables = Filling(StartSpace.MostOfVariables, "x");

        var answer = await backend.CreateAsync(Body([(variables[0].Key, "once"), .. variables]));

        answer.Status.Should().Be(201, answer.Body);
    }

    /// <summary>Variables that take exactly so many bytes.</summary>
    private static (string Key, string Value)[] Filling(long bytes, string letter)
    {
        var variables = new List<(string Key, string Value)>();
        while (bytes > 0)
        {
            var key = $"V{variables.Count:D2}";
            var empty = StartSpace.OfVariable(key, "");
            // What is left over has to have room for a variable of its own.
            var room = bytes <= 100_000 ? bytes : Math.Min(90_000, bytes - 1_000);
            var letters = (int)((room - empty) / System.Text.Encoding.UTF8.GetByteCount(letter));
            variables.Add((key, string.Concat(Enumerable.Repeat(letter, letters)).PadRight((int)(room - empty) - (letters * (System.Text.Encoding.UTF8.GetByteCount(letter) - 1)), 'x')));
            bytes -= room;
        }

        return [.. variables];
    }

    private static string Body(IEnumerable<(string Key, string Value)> variables) => new JsonObject
    {
        ["template"] = "blank",
        ["envVars"] = new JsonArray([.. variables.Select(v => new JsonObject { ["key"] = v.Key, ["value"] = v.Value })]),
    }.ToJsonString(Unescaped);
}
