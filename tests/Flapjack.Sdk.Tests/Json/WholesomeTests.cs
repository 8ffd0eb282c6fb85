using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk.Tests.Json;

/// <summary>Rules that every record of the wire keeps, those still to be written included.</summary>
public sealed class WholesomeTests
{
    private static readonly Type[] Types = [.. typeof(FlapjackClient).Assembly.GetTypes().Where(type => !type.FullName!.Contains('<', StringComparison.Ordinal))];

    private static readonly Type[] WireTypes = [.. Types.Where(type => PropertiesOf(type).Any(IsNamed))];

    // What the client only sends: nothing unknown comes back in it. Options of a method have a wire form of their own, which ends in RequestBody.
    private static readonly Type[] Requests =
    [
        .. WireTypes.Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal) || type.Name.EndsWith("RequestBody", StringComparison.Ordinal)).SelectMany(Reachable).Distinct(),
    ];

    private static readonly JsonSerializerContext[] Contexts =
    [
        .. Types.Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))
            .Select(type => (JsonSerializerContext)type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!),
    ];

    // The computer API, whose documents show these fields in every answer.
    private static readonly Type[] CertainTypes =
        [typeof(CreateAgentFromTemplateResponse), typeof(CreatedComputer), typeof(ComputerStatus), typeof(ComputerState), typeof(ComputerDevServer), typeof(ComputerDisk)];

    private static readonly string[] OtherShapes = ["null", "7", "{\"a\":[1]}", "[\"x\"]", "true"];

    public static TheoryData<Type> EveryWireType => [.. WireTypes];

    public static TheoryData<Type> EveryResponse => [.. WireTypes.Where(type => type.IsPublic).Except(Requests)];

    public static TheoryData<Type> EveryOpenString => [.. Types.Where(type => type.IsValueType && type.GetInterfaces().Any(IsOpenString))];

    [Fact]
    public void The_rules_look_at_what_they_are_meant_to()
    {
        WireTypes.Should().Contain([typeof(ComputerStatus), typeof(ComputerConfig), typeof(ExecExitEvent), typeof(BootstrapDoneEvent), typeof(Agent), typeof(ExecRequestBody)]);
        Requests.Should().Contain([typeof(CreateAgentFromTemplateRequest), typeof(ComputerRepo), typeof(ComputerEnvVar), typeof(ChatTool), typeof(AnthropicThinking), typeof(CreateProjectRequest), typeof(UpdateProjectRequest)]);
        EveryOpenString.Cast<object>().Should().HaveCountGreaterThanOrEqualTo(4);
    }

    [Fact]
    public void What_is_called_a_request_is_only_sent()
    {
        var taken = EveryCall<FlapjackClient>.Methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType);
        var returned = EveryCall<FlapjackClient>.Methods.SelectMany(method => ArgumentsOf(method.ReturnType)).Where(WireTypes.Contains).SelectMany(Reachable);

        Requests.Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal)).Should().BeSubsetOf(taken);
        Requests.Should().NotIntersectWith(returned);
    }

    [Theory]
    [MemberData(nameof(EveryResponse))]
    public void A_response_keeps_the_fields_that_it_does_not_know(Type type)
    {
        var property = type.GetProperty("AdditionalProperties");

        property.Should().NotBeNull();
        property!.PropertyType.Should().Be<IDictionary<string, JsonElement>>();
        property.GetCustomAttribute<JsonExtensionDataAttribute>().Should().NotBeNull();
        property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Should().BeEmpty("with init, source-generated JSON throws at run time");
    }

    [Theory]
    [MemberData(nameof(EveryResponse))]
    public void Nothing_is_required_of_a_response(Type type)
    {
        var required = PropertiesOf(type).Where(property => property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)));

        required.Should().BeEmpty();
        type.IsAbstract.Should().Be(type == typeof(ExecOutputEvent) || type == typeof(ComputerWebhookPayload));
    }

    [Fact]
    public void Only_ids_and_lists_of_an_answer_are_never_null()
    {
        var nullability = new NullabilityInfoContext();
        var answers = EveryCall<FlapjackClient>.Methods.SelectMany(method => ArgumentsOf(method.ReturnType)).Where(WireTypes.Contains).SelectMany(Reachable).Distinct().ToList();
        var certain = answers.Except(CertainTypes).Where(type => type.IsPublic).SelectMany(PropertiesOf)
            .Where(property => IsNamed(property) && !IsId(property) && !property.PropertyType.IsGenericType && nullability.Create(property).ReadState == NullabilityState.NotNull);

        answers.Should().Contain([typeof(FlapjackTrace), typeof(TraceSpan), typeof(PlanTodo)]);
        // A test of a server that does not say that it went well did not go well.
        certain.Select(property => $"{property.DeclaringType!.Name}.{property.Name}").Should().Equal("McpServerTest.Ok");

        static bool IsId(PropertyInfo property) => property.Name is "Id" or "Key" || property.Name.EndsWith("Id", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EveryWireType))]
    public void Every_property_says_what_it_is_on_the_wire(Type type)
    {
        var silent = PropertiesOf(type).Where(property => !IsNamed(property)
            && !Attribute.IsDefined(property, typeof(JsonIgnoreAttribute), inherit: true)
            && !property.IsDefined(typeof(JsonExtensionDataAttribute)));

        silent.Select(property => property.Name).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(EveryWireType))]
    public void No_name_stands_twice(Type type)
    {
        var names = PropertiesOf(type).Where(IsNamed).Select(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name);

        names.Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [MemberData(nameof(EveryWireType))]
    public void Every_type_of_the_wire_is_in_the_context(Type type)
    {
        var info = type.IsAbstract ? null : Contexts.Select(context => context.GetTypeInfo(type)).FirstOrDefault(found => found is not null);

        (type.IsAbstract || info is not null).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(EveryWireType))]
    public void Nothing_goes_out_that_is_not_of_the_wire(Type type)
    {
        if (type.IsAbstract)
        {
            return;
        }

        var sent = Contexts.Select(context => context.GetTypeInfo(type)).First(found => found is not null)!.Properties.Where(property => property.Get is not null && !property.IsExtensionData);

        sent.Select(property => property.Name).Should().BeSubsetOf(
            PropertiesOf(type).Where(IsNamed).Select(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name));
    }

    [Fact]
    public void Every_context_reads_and_writes_alike()
    {
        Contexts.Should().HaveCountGreaterThanOrEqualTo(3);
        Contexts.Select(context => OptionsOf(context.Options)).Distinct().Should().ContainSingle("a resource must not read JSON by rules of its own");

        static string OptionsOf(JsonSerializerOptions options) => string.Join(", ",
            [options.MaxDepth, options.DefaultIgnoreCondition, options.PropertyNamingPolicy, options.PropertyNameCaseInsensitive, options.NumberHandling,
                .. options.Converters.Select(converter => converter.GetType().Name)]);
    }

    [Fact]
    public void No_closed_enumeration_crosses_the_wire()
    {
        var enumerations = Types.Where(type => type.IsEnum);

        enumerations.Where(type => type.IsPublic).Should().BeEquivalentTo([typeof(ChatSessionRole), typeof(ComputerExecOutput), typeof(FlapjackTimeoutBudget), typeof(WebhookCheckResult), typeof(WebhookIdState)]);
        enumerations.Should().AllSatisfy(type => type.Should().NotBeDecoratedWith<JsonConverterAttribute>());
        WireTypes.SelectMany(PropertiesOf).Should().NotContain(property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType).IsEnum);
    }

    [Theory]
    [MemberData(nameof(EveryOpenString))]
    public void An_open_enumeration_keeps_any_text_and_takes_any_shape(Type type)
    {
        object? Read(string json) => JsonSerializer.Deserialize(json, type);

        Read("\"never heard of\"")!.ToString().Should().Be("never heard of");
        JsonSerializer.Serialize(Read("\"never heard of\""), type).Should().Be("\"never heard of\"");
        JsonSerializer.Serialize(Read("null"), type).Should().Be("null");
        OtherShapes.Should().AllSatisfy(json => Read(json)!.ToString().Should().Be("unknown"));
        Activator.CreateInstance(type)!.Equals(Read("null")).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(EveryOpenString))]
    public void The_constants_of_an_open_enumeration_are_all_different(Type type)
    {
        var constants = type.GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.GetValue(null)!.ToString());

        constants.Should().NotBeEmpty().And.OnlyHaveUniqueItems();
        // A value that the service did not name prints as "unknown" too. Only of a step of a run the service itself says this word.
        constants.Contains("unknown").Should().Be(type == typeof(RunnerRunStepStatus));
    }

    [Fact]
    public void Every_exception_of_ours_has_one_root()
    {
        var exceptions = Types.Where(type => type.IsAssignableTo(typeof(Exception)));

        exceptions.Should().NotBeEmpty().And.OnlyContain(type => type.IsPublic && type.IsAssignableTo(typeof(FlapjackException)));
    }

    [Fact]
    public void There_is_one_namespace_to_use()
    {
        var namespaces = Types.Where(type => type.IsPublic).Select(type => type.Namespace).Distinct();

        namespaces.Should().BeEquivalentTo("Flapjack.Sdk", "Microsoft.Extensions.DependencyInjection");
    }

    [Fact]
    public void No_source_file_is_long()
    {
        var files = Directory.EnumerateFiles(Repository.PathTo("src"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.PathTo("tests", "Flapjack.Sdk.Tests"), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

        files.Where(file => File.ReadLines(file).Count() > 400).Should().BeEmpty();
    }

    private static PropertyInfo[] PropertiesOf(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Where(property => property.Name != "EqualityContract")];

    private static bool IsNamed(PropertyInfo property) => property.IsDefined(typeof(JsonPropertyNameAttribute));

    private static bool IsOpenString(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOpenString<>);

    private static IEnumerable<Type> ArgumentsOf(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(ArgumentsOf) : [type];

    private static IEnumerable<Type> Reachable(Type type) =>
        PropertiesOf(type).Select(property => property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType)
            .Where(WireTypes.Contains).SelectMany(Reachable).Prepend(type);
}
