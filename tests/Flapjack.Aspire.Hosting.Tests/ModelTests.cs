using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Flapjack.AppHosts.Tests;

/// <summary>The application model: what the app host would start, and with which environment.</summary>
public sealed class ModelTests
{
    private readonly IDistributedApplicationBuilder _builder = DistributedApplication.CreateBuilder();

    [Fact]
    public async Task The_tool_is_started_on_the_port_of_the_endpoint()
    {
        var backend = _builder.AddFlapjackBackend("flapjack").Resource;

        backend.Command.Should().Be("flapjack");
        backend.WorkingDirectory.Should().Be(_builder.AppHostDirectory);
        var arguments = await ArgumentsOf(backend);
        arguments.Take(2).Should().Equal("serve", "--port");
        arguments[2].Should().BeOfType<EndpointReferenceExpression>().Which.Property.Should().Be(EndpointProperty.TargetPort);
        arguments.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_command_of_your_own_stands_before_the_arguments_and_the_data_directory_behind_them()
    {
        var backend = _builder.AddFlapjackBackend("flapjack", command: ["dotnet", "flapjack"]).WithDataDirectory("kept").Resource;

        backend.Command.Should().Be("dotnet");
        var arguments = await ArgumentsOf(backend);
        arguments.Take(3).Should().Equal("flapjack", "serve", "--port");
        arguments.Skip(4).Should().Equal("--data", Path.Combine(_builder.AppHostDirectory, "kept"));
    }

    [Fact]
    public void A_port_of_your_own_is_that_of_the_endpoint()
    {
        var backend = _builder.AddFlapjackBackend("flapjack", port: 4100).Resource;

        var endpoint = backend.Annotations.OfType<EndpointAnnotation>().Should().ContainSingle().Subject;
        (endpoint.Name, endpoint.Port, endpoint.UriScheme).Should().Be(("http", 4100, "http"));
    }

    [Fact]
    public void The_key_is_a_secret_that_is_made_once()
    {
        var backend = _builder.AddFlapjackBackend("flapjack").Resource;

        backend.ApiKey.Name.Should().Be("flapjack-api-key");
        backend.ApiKey.Secret.Should().BeTrue();
    }

    [Fact]
    public void A_key_that_is_no_secret_is_refused()
    {
        var key = _builder.AddParameter("key", "fj_live_0123456789abcdef");

        _builder.Invoking(b => b.AddFlapjackBackend("flapjack", key)).Should().Throw<ArgumentException>().WithMessage("The parameter key must be a secret: *").WithParameterName("apiKey");
    }

    [Fact]
    public async Task The_backend_and_the_app_have_the_same_key_and_the_app_has_the_address()
    {
        var key = _builder.AddParameter("key", "fj_live_0123456789abcdef", secret: true);
        var backend = _builder.AddFlapjackBackend("flapjack", key);
        var app = _builder.AddExecutable("app", "app", ".").WithReference(backend);

        (await EnvironmentOf(backend.Resource))["FLAPJACK_API_KEY"].Should().BeSameAs(key.Resource);
        var environment = await EnvironmentOf(app.Resource);
        environment["FLAPJACK_API_KEY"].Should().BeSameAs(key.Resource);
        environment["FLAPJACK_BASE_URL"].Should().BeSameAs(backend.Resource.Endpoint);
        environment.Keys.Should().NotContain(name => name.StartsWith("ConnectionStrings__", StringComparison.Ordinal));
        app.Resource.Annotations.OfType<ResourceRelationshipAnnotation>().Should().Contain(relation => relation.Resource == backend.Resource && relation.Type == "Reference");
    }

    [Fact]
    public void The_backend_is_healthy_when_it_answers_and_tells_the_dashboard_of_itself()
    {
        var backend = _builder.AddFlapjackBackend("flapjack").Resource;

        backend.Annotations.OfType<HealthCheckAnnotation>().Should().ContainSingle();
        backend.Annotations.OfType<OtlpExporterAnnotation>().Should().ContainSingle();
    }

    [Fact]
    public async Task What_is_published_has_no_local_backend_and_no_local_address()
    {
        var builder = DistributedApplication.CreateBuilder(["--publisher", "manifest", "--output-path", "unused.json"]);
        builder.ExecutionContext.IsPublishMode.Should().BeTrue();
        var backend = builder.AddFlapjackBackend("flapjack");
        var app = builder.AddExecutable("app", "app", ".").WithReference(backend);

        backend.Resource.Annotations.Should().Contain(ManifestPublishingCallbackAnnotation.Ignore);
        var environment = await EnvironmentOf(app.Resource, builder);
        environment.Should().ContainKey("FLAPJACK_API_KEY").And.NotContainKey("FLAPJACK_BASE_URL");
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var backend = _builder.AddFlapjackBackend("flapjack");
        Action[] calls =
        [
            () => _builder.AddFlapjackBackend(string.Empty.Trim()),
            () => _builder.AddFlapjackBackend("other", command: []),
            () => backend.WithDataDirectory(" "),
            () => _builder.AddExecutable("app", "app", ".").WithReference((IResourceBuilder<FlapjackBackendResource>)null!),
        ];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>());
    }

    private static async Task<IList<object>> ArgumentsOf(FlapjackBackendResource resource)
    {
        var context = new CommandLineArgsCallbackContext([]);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        return context.Args;
    }

    private async Task<Dictionary<string, object>> EnvironmentOf(IResource resource, IDistributedApplicationBuilder? builder = null)
    {
        var context = new EnvironmentCallbackContext((builder ?? _builder).ExecutionContext, resource);
        // What the app host adds for telemetry needs a running app host.
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().Where(annotation => annotation.Callback.Method.DeclaringType?.FullName?.Contains("Otlp", StringComparison.Ordinal) != true))
        {
            await annotation.Callback(context);
        }

        return context.EnvironmentVariables;
    }
}
