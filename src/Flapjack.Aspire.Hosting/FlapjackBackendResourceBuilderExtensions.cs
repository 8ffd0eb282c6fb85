using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds a local Flapjack backend to an app host.</summary>
public static class FlapjackBackendResourceBuilderExtensions
{
    private const string ApiKeyVariable = "FLAPJACK_API_KEY";
    private const string BaseAddressVariable = "FLAPJACK_BASE_URL";
    private const string HealthPath = "/healthz";

    /// <summary>
    /// Runs <c>flapjack serve</c> as a resource: a local backend whose computers are real processes of this machine. The resource is healthy when the
    /// backend answers, and tells the dashboard's address to it, for its telemetry.
    /// </summary>
    /// <param name="builder">The app host to be.</param>
    /// <param name="name">The resource's name, for example <c>flapjack</c>.</param>
    /// <param name="apiKey">
    /// The key, a secret parameter of 20 to 256 visible ASCII characters without a dot. Null: a key is made, and kept in the app host's user secrets, as
    /// <c>Parameters:{name}-api-key</c>.
    /// </param>
    /// <param name="port">The port on this machine; null for a free one.</param>
    /// <param name="command">
    /// How the tool is started: the program, and arguments before <c>serve</c>. Null: <c>flapjack</c>, which <c>dotnet tool install --global Flapjack.Cli</c>
    /// installs. For a tool in the repository's manifest: <c>["dotnet", "flapjack"]</c>; for a project of yours that serves a backend and takes the same
    /// arguments: <c>["dotnet", "run", "--project", "../MyBackend", "--"]</c>.
    /// </param>
    /// <returns>The resource's builder.</returns>
    /// <remarks>
    /// The backend is for development, and not part of what is published. A project that refers to it gets the key there, and no address: it reaches the
    /// hosted service.
    /// </remarks>
    /// <exception cref="ArgumentException">The name is empty, the command is an empty list, or the parameter is no secret.</exception>
    public static IResourceBuilder<FlapjackBackendResource> AddFlapjackBackend(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        IResourceBuilder<ParameterResource>? apiKey = null,
        int? port = null,
        IReadOnlyList<string>? command = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (command is { Count: 0 })
        {
            throw new ArgumentException("The command must name the program that serves the backend.", nameof(command));
        }

        if (apiKey is { Resource.Secret: false })
        {
            throw new ArgumentException($"The parameter {apiKey.Resource.Name} must be a secret: AddParameter(\"{apiKey.Resource.Name}\", secret: true).", nameof(apiKey));
        }

        // Such a parameter has 22 letters and digits; the backend wants at least 20 characters, and no dot.
        var key = apiKey?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-api-key", special: false);
        var started = command ?? ["flapjack"];
        var resource = new FlapjackBackendResource(name, started[0], builder.AppHostDirectory, key);
        return builder.AddResource(resource)
            .WithHttpEndpoint(port, name: FlapjackBackendResource.EndpointName)
            .WithArgs(context => AddArguments(context.Args, resource, started))
            .WithEnvironment(ApiKeyVariable, key)
            .WithHttpHealthCheck(HealthPath, endpointName: FlapjackBackendResource.EndpointName)
            .WithOtlpExporter()
            .ExcludeFromManifest();
    }

    /// <summary>Keeps agents, computers and their files in a folder, so that they are there at the next start. Without it nothing is kept.</summary>
    /// <param name="builder">The backend.</param>
    /// <param name="path">The folder, relative to that of the app host; made if it is missing. It holds secrets, so keep it out of source control.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<FlapjackBackendResource> WithDataDirectory(this IResourceBuilder<FlapjackBackendResource> builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        builder.Resource.DataDirectory = Path.GetFullPath(path, builder.ApplicationBuilder.AppHostDirectory);
        return builder;
    }

    /// <summary>
    /// Gives a project the backend's address and key, as <c>FLAPJACK_BASE_URL</c> and <c>FLAPJACK_API_KEY</c>, which <c>AddFlapjack()</c> reads by itself. Add
    /// <c>WaitFor</c> to start the project when the backend answers.
    /// </summary>
    /// <param name="builder">The project, or another resource that has an environment.</param>
    /// <param name="backend">The backend.</param>
    /// <typeparam name="T">The kind of the resource.</typeparam>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<FlapjackBackendResource> backend)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(backend);
        builder.WithReferenceRelationship(backend);
        return builder.WithEnvironment(context =>
        {
            context.EnvironmentVariables[ApiKeyVariable] = backend.Resource.ApiKey;
            if (context.ExecutionContext.IsRunMode)
            {
                context.EnvironmentVariables[BaseAddressVariable] = backend.Resource.Endpoint;
            }
        });
    }

    private static void AddArguments(IList<object> arguments, FlapjackBackendResource resource, IReadOnlyList<string> command)
    {
        foreach (var argument in command.Skip(1).Append("serve").Append("--port"))
        {
            arguments.Add(argument);
        }

        arguments.Add(resource.Endpoint.Property(EndpointProperty.TargetPort));
        if (resource.DataDirectory is { } data)
        {
            arguments.Add("--data");
            arguments.Add(data);
        }
    }
}
