/** Code that breaks the rules, one class or two for each: what the architecture tests must find. */
package wrong;
