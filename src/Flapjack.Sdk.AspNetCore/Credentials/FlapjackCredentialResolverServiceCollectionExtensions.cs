using Flapjack.Sdk.AspNetCore;
using Flapjack.Sdk.AspNetCore.Credentials;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Puts into a container what <c>MapFlapjackCredentialResolver</c> needs to answer Flapjack's questions for keys. It takes the clock from the container;
/// without one the system's clock.
/// </summary>
public static class FlapjackCredentialResolverServiceCollectionExtensions
{
    /// <summary>Adds the resolver of credentials. If <paramref name="configure"/> sets no secret, the secret comes from the environment.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="configure">Sets options, which are validated when the host starts; null for the environment alone.</param>
    /// <returns>The same container.</returns>
    public static IServiceCollection AddFlapjackCredentialResolver(
        this IServiceCollection services, Action<FlapjackCredentialResolverOptions>? configure = null) =>
        Add(services, options => options.Configure(configure ?? (_ => { })));

    /// <summary>
    /// Adds the resolver of credentials, bound to a section of the configuration. After a reload the next question is checked with the new secrets; while
    /// they are invalid, each question is answered 500, so that the platform's key is used.
    /// </summary>
    /// <param name="services">The container to be.</param>
    /// <param name="section">Its keys are the names of <see cref="FlapjackCredentialResolverOptions"/>' properties; validated when the host starts.</param>
    /// <returns>The same container.</returns>
    public static IServiceCollection AddFlapjackCredentialResolver(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, options => options.Bind(section));
    }

    private static IServiceCollection Add(IServiceCollection services, Action<OptionsBuilder<FlapjackCredentialResolverOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        configure(services.AddOptions<FlapjackCredentialResolverOptions>().ValidateOnStart().PostConfigure(TakeSecretFromEnvironment));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FlapjackCredentialResolverOptions>, FlapjackCredentialResolverOptionsValidator>());
        services.TryAddSingleton<CredentialEndpoint>();
        return services;
    }

    private static void TakeSecretFromEnvironment(FlapjackCredentialResolverOptions options)
    {
        if (options.Secrets.Count == 0 && Environment.GetEnvironmentVariable(FlapjackCredentialResolverOptions.SecretVariable) is { Length: > 0 } secret)
        {
            options.Secrets.Add(secret);
        }
    }
}
